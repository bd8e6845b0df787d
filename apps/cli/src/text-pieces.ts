import { closeSync, openSync, readSync, writeFileSync } from 'node:fs';
import { StringDecoder } from 'node:string_decoder';

const BYTES = 1 << 18;

/** A file's text, piece by piece, so that its size does not matter. @throws Error of the file system. */
export function* piecesOf(file: string): Generator<string> {
  const [handle, bytes, decoder] = [openSync(file, 'r'), Buffer.alloc(BYTES), new StringDecoder('utf8')];
  try {
    for (let read = readSync(handle, bytes); read > 0; read = readSync(handle, bytes)) yield decoder.write(bytes.subarray(0, read));
    yield decoder.end();
  } finally {
    closeSync(handle);
  }
}

/** Writes pieces as they come; what was in the file is gone. @returns what the pieces return at their end. */
export function writePieces<T>(file: string, pieces: Generator<string, T>): T {
  const handle = openSync(file, 'w');
  try {
    let next = pieces.next();
    for (; !next.done; next = pieces.next()) writeFileSync(handle, next.value);
    return next.value;
  } finally {
    closeSync(handle);
  }
}
