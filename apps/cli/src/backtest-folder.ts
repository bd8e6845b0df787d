import { backtestTable, type BacktestedTable } from '@cloudops/domain-detection';
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve, sep } from 'node:path';
import { CliError, EXIT } from './cli-error.ts';

export interface Backtested extends Pick<BacktestedTable, 'rows' | 'anomalous'> {
  readonly file: string;
}

/** Replays every CSV of a folder and writes it with its scores to the same path of another. @yields what was done, file by file. @throws CliError that names the option or the file. */
export function* backtestFolder(input: string, output: string): Generator<Backtested> {
  if (!existsSync(input)) throw new CliError(`--input: ${input} does not exist`, EXIT.usage);
  if (`${resolve(output)}${sep}`.startsWith(`${resolve(input)}${sep}`))
    throw new CliError('--output must not lie in --input: it would be read as well', EXIT.usage);
  const files = readdirSync(input, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.csv'));
  if (files.length === 0) throw new CliError(`--input: there is no .csv in ${input}`, EXIT.usage);
  for (const file of files.toSorted()) {
    const before = historyOf(file);
    const { text, rows, anomalous } = backtested(input, file, before && existsSync(join(input, before)) ? before : undefined);
    const target = join(output, file);
    mkdirSync(dirname(target), { recursive: true });
    writeFileSync(target, text);
    yield { file, rows, anomalous };
  }
}

function backtested(folder: string, file: string, before: string | undefined): BacktestedTable {
  const read = (name: string): string => readFileSync(join(folder, name), 'utf8');
  try {
    return backtestTable(read(file), before && read(before));
  } catch (error) {
    throw new CliError(`${file}: ${error instanceof Error ? error.message : String(error)}`);
  }
}

/** `a/test/x.csv` -> `a/train/x.csv`. */
function historyOf(file: string): string | undefined {
  const parts = file.split(sep);
  const at = parts.lastIndexOf('test', parts.length - 2);
  return at < 0 ? undefined : parts.with(at, 'train').join(sep);
}
