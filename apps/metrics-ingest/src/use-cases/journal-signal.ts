import { Injectable } from '@nestjs/common';

/** Tells the relay at once that there is something to publish. */
@Injectable()
export class JournalSignal {
  private readonly listeners = new Set<() => void>();

  onAppended(listener: () => void): void {
    this.listeners.add(listener);
  }

  appended(): void {
    for (const listener of this.listeners) listener();
  }
}
