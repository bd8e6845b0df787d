import type { DeadLetter, DeadLetters } from './dead-letters.ts';

const KEPT = 200;

/** For a process without a database: the newest 200, gone with the process. */
export class InMemoryDeadLetters implements DeadLetters {
  private readonly letters = new Map<string, DeadLetter>();

  add(letter: DeadLetter): Promise<void> {
    const key = `${letter.subject} ${letter.id}`;
    this.letters.delete(key);
    this.letters.set(key, letter);
    for (const oldest of this.letters.keys()) {
      if (this.letters.size <= KEPT) break;
      this.letters.delete(oldest);
    }
    return Promise.resolve();
  }

  list(limit: number): Promise<DeadLetter[]> {
    return Promise.resolve([...this.letters.values()].reverse().slice(0, limit));
  }
}
