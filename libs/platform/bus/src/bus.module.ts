import { type DynamicModule, Module } from '@nestjs/common';
import type { ServiceName } from '@cloudops/contracts';
import { Bus } from './bus.ts';
import { BusServer } from './bus-server.ts';

export interface BusOptions {
  service: ServiceName;
  url: string;
  user?: string;
  password?: string;
}

@Module({})
export class BusModule {
  static forRoot(options: BusOptions): DynamicModule {
    void options;
    return { module: BusModule, global: true, providers: [Bus, BusServer], exports: [Bus, BusServer] };
  }
}
