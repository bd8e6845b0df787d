import { Injectable } from '@nestjs/common';
import { ModuleRef } from '@nestjs/core';
import { DeadLetters } from './events/dead-letters.ts';
import { InMemoryDeadLetters } from './events/in-memory-dead-letters.ts';
import { HealthSource } from './health-source.ts';

/**
 * Finds what other platform modules may provide, wherever it stands in the module graph and whether or not it is there. Asked
 * late, because those modules depend on the bus.
 */
@Injectable()
export class PortLookup {
  private readonly fallback = new InMemoryDeadLetters();

  constructor(private readonly modules: ModuleRef) {}

  deadLetters(): DeadLetters {
    return this.find(DeadLetters) ?? this.fallback;
  }

  health(): HealthSource | undefined {
    return this.find(HealthSource);
  }

  private find<T>(port: abstract new () => T): T | undefined {
    try {
      return this.modules.get<T>(port, { strict: false });
    } catch {
      return undefined;
    }
  }
}
