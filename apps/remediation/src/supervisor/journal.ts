import { closeSync, existsSync, fsyncSync, ftruncateSync, mkdirSync, openSync, readFileSync, writeSync } from 'node:fs';
import { dirname } from 'node:path';
import { z } from 'zod';

const At = z.iso.datetime();
const Entry = z.discriminatedUnion('type', [
  /** Before acting: from here on the key counts as used. */
  z.object({ type: z.literal('begin'), at: At, workload: z.string(), key: z.string(), token: z.number().int() }),
  z.object({ type: z.literal('end'), at: At, key: z.string(), outcome: z.enum(['done', 'failed']), message: z.string() }),
  /** `born`: the kernel's start time of the process, so that a reused pid is not mistaken for it. */
  z.object({ type: z.literal('start'), at: At, workload: z.string(), pid: z.number().int(), born: z.string() }),
]);
export type JournalEntry = z.infer<typeof Entry>;
export type KeyState = { readonly workload: string; readonly end: Extract<JournalEntry, { type: 'end' }> | undefined };

/** What this supervisor ever did, append-only: an entry is on disk before `append` returns. */
export class Journal {
  readonly #fd: number;
  #broken = false;
  readonly #keys = new Map<string, KeyState>();
  readonly #tokens = new Map<string, number>();
  readonly #starts = new Map<string, number>();
  readonly #last = new Map<string, { pid: number; born: string }>();

  /** @throws Error when a line other than the last, which a crash may have cut short, does not parse. */
  constructor(file: string) {
    mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
    const text = existsSync(file) ? readFileSync(file, 'utf8') : '';
    const whole = text.slice(0, text.lastIndexOf('\n') + 1);
    whole
      .split('\n')
      .slice(0, -1)
      .forEach((line, i) => this.#apply(parseLine(line, `${file}:${i + 1}`)));
    this.#fd = openSync(file, 'a', 0o600);
    if (whole.length < text.length) ftruncateSync(this.#fd, Buffer.byteLength(whole));
    syncFolder(dirname(file));
  }

  /** @throws Error when the disk does not take it; from then on nothing is taken, since half a line may be there. */
  append(entry: JournalEntry): void {
    if (this.#broken) throw new Error('The journal could not be written before; the supervisor must be started again');
    this.#broken = true;
    writeSync(this.#fd, `${JSON.stringify(entry)}\n`);
    fsyncSync(this.#fd);
    this.#broken = false;
    this.#apply(entry);
  }

  key(key: string): KeyState | undefined {
    return this.#keys.get(key);
  }

  /** Highest fencing token that ever acted on a workload; -1 before the first. */
  highestToken(workload: string): number {
    return this.#tokens.get(workload) ?? -1;
  }

  starts(workload: string): number {
    return this.#starts.get(workload) ?? 0;
  }

  /** The process that was started last, alive or not. */
  lastProcess(workload: string): { pid: number; born: string } | undefined {
    return this.#last.get(workload);
  }

  close(): void {
    closeSync(this.#fd);
  }

  #apply(entry: JournalEntry): void {
    if (entry.type === 'begin') {
      this.#keys.set(entry.key, { workload: entry.workload, end: undefined });
      this.#tokens.set(entry.workload, Math.max(entry.token, this.highestToken(entry.workload)));
    } else if (entry.type === 'end') {
      const begun = this.#keys.get(entry.key);
      if (begun) this.#keys.set(entry.key, { ...begun, end: entry });
    } else {
      this.#starts.set(entry.workload, this.starts(entry.workload) + 1);
      this.#last.set(entry.workload, { pid: entry.pid, born: entry.born });
    }
  }
}

function parseLine(line: string, where: string): JournalEntry {
  try {
    return Entry.parse(JSON.parse(line));
  } catch (cause) {
    throw new Error(`${where} is not an entry of a supervisor's journal; restore it, or move it away to begin a new one`, { cause });
  }
}

/** Makes the file's name survive a power cut too. */
function syncFolder(folder: string): void {
  const fd = openSync(folder, 'r');
  fsyncSync(fd);
  closeSync(fd);
}
