import { closeSync, fstatSync, openSync, renameSync, writeSync } from 'node:fs';
import { Writable } from 'node:stream';

/** Appends to `file` and moves it to `file.1` when it grows past `maxBytes`, so that logs never fill the disk. */
export class CappedLog extends Writable {
  readonly #file: string;
  readonly #maxBytes: number;
  readonly #echo: Writable | undefined;
  #fd: number;
  #size: number;

  constructor(file: string, maxBytes: number, echo?: Writable) {
    super();
    this.#file = file;
    this.#maxBytes = maxBytes;
    this.#echo = echo;
    this.#fd = openSync(file, 'a', 0o600);
    this.#size = fstatSync(this.#fd).size;
  }

  override _write(chunk: Buffer, _encoding: string, done: (error?: Error | null) => void): void {
    try {
      if (this.#size + chunk.length > this.#maxBytes) this.#rotate();
      this.#size += writeSync(this.#fd, chunk);
      this.#echo?.write(chunk);
      done();
    } catch (error) {
      done(error as Error);
    }
  }

  #rotate(): void {
    closeSync(this.#fd);
    renameSync(this.#file, `${this.#file}.1`);
    this.#fd = openSync(this.#file, 'a', 0o600);
    this.#size = 0;
  }
}
