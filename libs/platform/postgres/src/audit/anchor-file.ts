import { closeSync, existsSync, fsyncSync, ftruncateSync, mkdirSync, openSync, readFileSync, writeSync } from 'node:fs';
import { dirname } from 'node:path';
import { z } from 'zod';
import type { AuditHead } from './audit-row.ts';

const Line = z.object({ position: z.number().int().positive(), hash: z.string().regex(/^[0-9a-f]{64}$/), at: z.iso.datetime() });

/** Heads of one audit chain on disk, outside of the database: a line of JSON each, only ever appended to. */
export class AnchorFile {
  constructor(private readonly path: string) {}

  /**
   * Every head that was kept, oldest first; none when there is no file yet. A last line that a crash cut short is left out.
   * @throws Error when another line is not an anchor: whoever edited the file must not pass for a chain that holds.
   */
  read(): AuditHead[] {
    if (!existsSync(this.path)) return [];
    const text = readFileSync(this.path, 'utf8');
    const whole = text.slice(0, text.lastIndexOf('\n') + 1);
    return whole
      .split('\n')
      .slice(0, -1)
      .flatMap((line, i) => (line === '' ? [] : [this.parse(line, i + 1)]));
  }

  /** On disk when it returns. */
  append({ position, hash }: AuditHead, at: Date): void {
    mkdirSync(dirname(this.path), { recursive: true, mode: 0o700 });
    const fd = openSync(this.path, 'a', 0o600);
    try {
      ftruncateSync(fd, this.wholeBytes()); // what a crash cut short was never promised to anybody
      writeSync(fd, `${JSON.stringify({ position, hash, at: at.toISOString() })}\n`);
      fsyncSync(fd);
    } finally {
      closeSync(fd);
    }
  }

  private wholeBytes(): number {
    const text = readFileSync(this.path);
    return text.lastIndexOf('\n') + 1;
  }

  private parse(line: string, number: number): AuditHead {
    try {
      const { position, hash } = Line.parse(JSON.parse(line));
      return { position, hash };
    } catch (cause) {
      throw new Error(`${this.path}:${number} is not an anchor of an audit chain`, { cause });
    }
  }
}
