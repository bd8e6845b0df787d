import { DomainError, type EntityRef, VarintReader } from '@cloudops/contracts';
import { constants, zstdCompressSync, zstdDecompressSync } from 'node:zlib';
import { ByteWriter } from './byte-writer.ts';
import { LabelTrie } from './label-trie.ts';
import type { SeriesColumns, SeriesOwner } from './series-columns.ts';

const VERSION = 1;
/** A stored segment never grows beyond this when it is unpacked. */
const MAX_BYTES = 256 * 1024 * 1024;

/**
 * One segment of the catalogue: many series in one row, about 15 bytes each. u8 version, then a zstd frame of: varints of the numbers of
 * series, names, owners and nodes (`LabelTrie`); per name the varint of its values; lengths of all texts (names, values name by name, four
 * for each owner) as varints, then the texts in UTF-8; nodes as varints of parent and name; per series the varints of its node and owner
 * and the change of `lastAt` (ms, signed); per node the varint of its bytes and, for every series that passes it, the change of the value's
 * number within its name (signed); the ids, two words each. Values are numbered as they occur, so that ordered series make small changes.
 * @param rows series of `columns` in the order in which they are written. @param effort zstd's level, 1 to 19.
 */
export function encodeSegment(columns: SeriesColumns, rows: Iterable<number>, effort: number): Uint8Array {
  const written = [...rows];
  const numbers = new PairNumbers(columns);
  const trie = new LabelTrie();
  const streams: ByteWriter[] = [];
  const last: number[] = [];
  const series = new ByteWriter();
  const ids = new ByteWriter();
  let before = 0;
  for (const row of written) {
    let node = 0;
    for (let at = columns.starts[row]!; at < columns.starts[row + 1]!; at++) {
      const ref = columns.refs[at]!;
      node = trie.child(node, numbers.nameOf(ref));
      const number = numbers.valueOf(ref);
      (streams[node] ??= new ByteWriter()).signed(number - (last[node] ?? 0));
      last[node] = number;
    }
    series.varint(node);
    series.varint(columns.owner[row]!);
    series.signed(columns.lastAt[row]! - before);
    before = columns.lastAt[row]!;
    ids.word(columns.ids[2 * row]!);
    ids.word(columns.ids[2 * row + 1]!);
  }
  const out = new ByteWriter();
  for (const count of [written.length, numbers.names.length, columns.owners.length, trie.size]) out.varint(count);
  for (const values of numbers.values) out.varint(values.length);
  writeTexts(out, [...numbers.names, ...numbers.values.flat(), ...columns.owners.flatMap(textsOf)]);
  for (let node = 1; node < trie.size; node++) {
    out.varint(trie.parents[node]!);
    out.varint(trie.names[node]!);
  }
  out.bytes(series.written);
  for (let node = 1; node < trie.size; node++) {
    out.varint(streams[node]!.written.length);
    out.bytes(streams[node]!.written);
  }
  out.bytes(ids.written);
  return Buffer.concat([
    Uint8Array.of(VERSION),
    zstdCompressSync(out.written, { params: { [constants.ZSTD_c_compressionLevel]: effort } }),
  ]);
}

/** @throws DomainError `invalid` when the bytes are not a segment. */
export function decodeSegment(body: Uint8Array): SeriesColumns {
  if (body[0] !== VERSION)
    throw new DomainError('invalid', 'segment-malformed', `A segment of version ${body[0] ?? 'none'} cannot be read`);
  const bytes = zstdDecompressSync(body.subarray(1), { maxOutputLength: MAX_BYTES });
  const reader = new VarintReader(bytes, 0);
  const [size, nameCount, ownerCount, nodes] = [reader.unsigned(), reader.unsigned(), reader.unsigned(), reader.unsigned()];
  const valueCounts = Array.from({ length: nameCount }, () => reader.unsigned());
  const bases = [0];
  for (const count of valueCounts) bases.push(bases.at(-1)! + count);
  const pairs = bases.at(-1)!;
  const texts = readTexts(bytes, reader, nameCount + pairs + 4 * ownerCount);
  const owners = Array.from({ length: ownerCount }, (_, i) => ownerOf(texts.slice(nameCount + pairs + 4 * i)));
  const trie = new LabelTrie();
  for (let node = 1; node < nodes; node++) trie.child(reader.unsigned(), reader.unsigned());
  const paths = Array.from({ length: nodes }, (_, node) => trie.path(node));
  const [nodeOf, owner, lastAt, starts] = [new Uint32Array(size), new Uint32Array(size), new Float64Array(size), new Uint32Array(size + 1)];
  for (let i = 0; i < size; i++) {
    nodeOf[i] = reader.unsigned();
    owner[i] = reader.unsigned();
    lastAt[i] = (lastAt[i - 1] ?? 0) + reader.signed();
    starts[i + 1] = starts[i]! + paths[nodeOf[i]!]!.length;
  }
  const streams = trie.names.map((_, node) => (node === 0 ? reader : streamOf(bytes, reader)));
  const last = trie.names.map((name) => bases[name] ?? 0);
  const refs = new Uint32Array(starts[size]!);
  for (let i = 0, at = 0; i < size; i++) for (const node of paths[nodeOf[i]!]!) refs[at++] = last[node]! += streams[node]!.signed();
  const ids = new Uint32Array(bytes.buffer.slice(bytes.byteOffset + reader.at, bytes.byteOffset + reader.at + 8 * size));
  const names = valueCounts.flatMap((count, name) => new Array<string>(count).fill(texts[name]!));
  return { ids, lastAt, owner, starts, refs, names, values: texts.slice(nameCount, nameCount + pairs), owners };
}

/** Numbers for the names that are used and for the values within each, in the order in which they occur. */
class PairNumbers {
  readonly names: string[] = [];
  readonly values: string[][] = [];
  readonly #columns: SeriesColumns;
  readonly #nameNumbers = new Map<string, number>();
  readonly #nameOf: Int32Array;
  readonly #valueOf: Uint32Array;

  constructor(columns: SeriesColumns) {
    this.#columns = columns;
    this.#nameOf = new Int32Array(columns.names.length).fill(-1);
    this.#valueOf = new Uint32Array(columns.names.length);
  }

  nameOf(ref: number): number {
    if (this.#nameOf[ref]! < 0) this.#number(ref);
    return this.#nameOf[ref]!;
  }

  /** Of a label whose name was asked for. */
  valueOf(ref: number): number {
    return this.#valueOf[ref]!;
  }

  #number(ref: number): void {
    const text = this.#columns.names[ref]!;
    let name = this.#nameNumbers.get(text);
    if (name === undefined) {
      this.#nameNumbers.set(text, (name = this.names.push(text) - 1));
      this.values.push([]);
    }
    this.#nameOf[ref] = name;
    this.#valueOf[ref] = this.values[name]!.push(this.#columns.values[ref]!) - 1;
  }
}

const textsOf = ({ source, entity: { environment, kind, id } }: SeriesOwner): string[] => [source, environment, kind, id];
const ownerOf = ([source, environment, kind, id]: readonly string[]): SeriesOwner => ({
  source: source!,
  entity: { environment: environment!, kind: kind as EntityRef['kind'], id: id! },
});

function writeTexts(out: ByteWriter, texts: readonly string[]): void {
  for (const text of texts) out.varint(Buffer.byteLength(text));
  for (const text of texts) out.text(text);
}

function readTexts(bytes: Buffer, reader: VarintReader, count: number): string[] {
  const lengths = Array.from({ length: count }, () => reader.unsigned());
  return lengths.map((length) => bytes.toString('utf8', reader.at, (reader.at += length)));
}

function streamOf(bytes: Uint8Array, reader: VarintReader): VarintReader {
  const length = reader.unsigned();
  const stream = new VarintReader(bytes, reader.at);
  reader.at += length;
  return stream;
}
