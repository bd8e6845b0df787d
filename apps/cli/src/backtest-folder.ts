import { backtestCsv, type Backtested } from '@cloudops/domain-detection';
import { existsSync, mkdirSync, readdirSync, statSync } from 'node:fs';
import { dirname, join, relative, resolve, sep } from 'node:path';
import { CliError, EXIT } from './cli-error.ts';
import { piecesOf, writePieces } from './text-pieces.ts';

export interface BacktestedFile extends Backtested {
  readonly file: string;
}

/** Replays every CSV of a folder and writes it with its scores to the same path of another. @yields what was done, file by file. @throws CliError that names the option or the file. */
export function* backtestFolder(input: string, output: string): Generator<BacktestedFile> {
  if (!existsSync(input)) throw new CliError(`--input: ${input} does not exist`, EXIT.usage);
  if (!statSync(input).isDirectory()) throw new CliError(`--input: ${input} is no folder`, EXIT.usage);
  if (`${resolve(output)}${sep}`.startsWith(`${resolve(input)}${sep}`))
    throw new CliError('--output must not lie in --input: it would be read as well', EXIT.usage);
  const files = readdirSync(input, { recursive: true, withFileTypes: true })
    .filter((entry) => !entry.isDirectory() && /\.csv$/i.test(entry.name))
    .map((entry) => relative(input, join(entry.parentPath, entry.name)));
  if (files.length === 0) throw new CliError(`--input: there is no .csv in ${input}`, EXIT.usage);
  for (const file of files.toSorted()) {
    const before = historyOf(file);
    yield { file, ...backtested(input, file, before && existsSync(join(input, before)) ? before : undefined, join(output, file)) };
  }
}

function backtested(folder: string, file: string, before: string | undefined, target: string): Backtested {
  const read = (name: string): Iterable<string> => piecesOf(join(folder, name));
  try {
    mkdirSync(dirname(target), { recursive: true });
    return writePieces(target, backtestCsv(read(file), before === undefined ? [] : read(before)));
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
