import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { z } from 'zod';
import type { Layout } from './layout.ts';

/** What a running stack says about itself, for the drill, the command line and the next start. */
export const StackFile = z.object({
  url: z.string(),
  remoteWriteUrl: z.string(),
  adminKeyFile: z.string(),
  writeKeyFile: z.string(),
  dataDir: z.string(),
  /** Process id of the launcher. */
  pid: z.number().int(),
  /** Process ids of everything it started, by name. */
  processes: z.record(z.string(), z.number().int()),
  ready: z.boolean(),
});
export type StackFile = z.infer<typeof StackFile>;

export function readStackFile(layout: Layout): StackFile | undefined {
  try {
    return StackFile.parse(JSON.parse(readFileSync(layout.stackFile, 'utf8')));
  } catch {
    return undefined; // absent, or cut short by a crash: both mean that nothing is known to run
  }
}

export const writeStackFile = (layout: Layout, file: StackFile): void =>
  writeFileSync(layout.stackFile, JSON.stringify(file, null, 2), { mode: 0o600 });
export const removeStackFile = (layout: Layout): void => rmSync(layout.stackFile, { force: true });
