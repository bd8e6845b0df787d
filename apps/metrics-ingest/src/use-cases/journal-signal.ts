import { Injectable } from '@nestjs/common';

/** Tells relay and compactor at once that there is something to do. */
@Injectable()
export class JournalSignal {
  private readonly listeners = new Set<(samples: number) => void>();

  onAppended(listener: (samples: number) => void): void {
    this.listeners.add(listener);
  }

  appended(samples: number): void {
    for (const listener of this.listeners) listener(samples);
  }
}
