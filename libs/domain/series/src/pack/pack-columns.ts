import type { SampleColumns } from '@cloudops/contracts';
import { malformedChunk } from '../chunk/bit-reader.ts';
import { CHUNK_SPAN_MS } from '../chunk-span.ts';
import type { StoredPack } from '../ports/sample-history.ts';
import { encodePack, type Pick } from './encode-pack.ts';
import { Pack } from './pack.ts';
import { SampleGathering } from './sample-gathering.ts';
import { SampleRoom } from './sample-room.ts';
import { equalStats, statsOf } from './sample-stats.ts';

/** A pack holds at most so many series and, unless one series has more, samples: what one read unpacks for nothing is bounded. */
const PACK_SERIES = 256;
const PACK_SAMPLES = 65_536;
/** With fewer samples it goes on, up to so many series: of hundreds of thousands of series a fold brings two samples each, and a pack of few costs as much as a full one. */
const FEW_SAMPLES = 4_096;
const MOST_SERIES = 2_048;

/** Packs with this many samples a series are worth no merging before their span is over. */
const FULL = 30;

/** Where a new pack begins its way: 0, or 1 when it is full enough. */
export const levelOf = ({ samples, series }: StoredPack): 0 | 1 => (samples >= FULL * series ? 1 : 0);

/**
 * Everything in these packs (earlier ones win) of the series from `first` to `last`, both signed.
 * @param room that the columns lie in
 */
export function gatherPacks(bodies: readonly Uint8Array[], first: bigint, last: bigint, room = new SampleRoom()): SampleColumns {
  room.begin();
  const gathering = new SampleGathering(room);
  for (const body of bodies) gatherPack(gathering, room, new Pack(body), first, last);
  return gathering.columns();
}

/** Values of all its series, and its columns of times, in one piece of memory each. @throws DomainError `internal` (`chunk-malformed`). */
function gatherPack(gathering: SampleGathering, room: SampleRoom, pack: Pack, first: bigint, last: bigint): void {
  const start = pack.firstAt(first);
  let end = start;
  let samples = 0;
  for (; end < pack.ids.length && pack.ids[end]! <= last; end++) samples += pack.count(end);
  const values = room.piece(samples);
  const columns = new Map<number, number>();
  const pieces: Float64Array[] = [];
  let length = 0;
  for (let place = start; place < end; place++) {
    if (columns.has(pack.timeColumn(place))) continue;
    columns.set(pack.timeColumn(place), length);
    pieces.push(pack.times(place));
    length += pack.count(place);
  }
  const times = room.piece(length);
  pieces.reduce((at, piece) => (times.set(piece, at), at + piece.length), 0);
  const source = gathering.source(times, values);
  const words = new Uint32Array(pack.ids.buffer);
  for (let place = start, at = 0; place < end; place++) {
    const count = pack.count(place);
    pack.copyValues(place, values, at);
    if (!equalStats(pack.stats(place), statsOf(values, at, at + count))) throw malformedChunk();
    const from = columns.get(pack.timeColumn(place))!;
    gathering.add(words[2 * place]!, words[2 * place + 1]!, source, from, from + count, at);
    at += count;
  }
}

/** Packs of columns in order of the ids, none over a boundary of the span, for storage. */
export function packColumns(columns: SampleColumns, effort: number): StoredPack[] {
  const packs: StoredPack[] = [];
  const next = Uint32Array.from(columns.starts.subarray(0, -1));
  for (let span = earliest(columns, next); span < Infinity; span = earliest(columns, next)) {
    const end = (Math.floor(span / CHUNK_SPAN_MS) + 1) * CHUNK_SPAN_MS;
    let open: Pick[] = [];
    let samples = 0;
    for (let series = 0; series < next.length; series++) {
      const pick = pickBefore(columns, next, series, end);
      if (pick === undefined) continue;
      if (isFull(open.length, samples) || (samples > 0 && samples + pick.end - pick.start > PACK_SAMPLES)) {
        packs.push(storedPack(columns, open, samples, effort));
        [open, samples] = [[], 0];
      }
      open.push(pick);
      samples += pick.end - pick.start;
    }
    packs.push(storedPack(columns, open, samples, effort));
  }
  return packs;
}

const isFull = (series: number, samples: number): boolean => (series >= PACK_SERIES && samples >= FEW_SAMPLES) || series === MOST_SERIES;

/** Earliest time that is not packed yet, or infinity. */
function earliest({ starts, times }: SampleColumns, next: Uint32Array): number {
  let found = Infinity;
  for (let i = 0; i < next.length; i++) if (next[i]! < starts[i + 1]!) found = Math.min(found, times[next[i]!]!);
  return found;
}

function pickBefore({ starts, times }: SampleColumns, next: Uint32Array, series: number, boundary: number): Pick | undefined {
  const start = next[series]!;
  const limit = starts[series + 1]!;
  let end = limit;
  if (start < limit && times[limit - 1]! >= boundary) for (end = start; times[end]! < boundary;) end += 1;
  next[series] = end;
  return end > start ? { series, start, end } : undefined;
}

function storedPack(columns: SampleColumns, picks: readonly Pick[], samples: number, effort: number): StoredPack {
  const ids = new BigInt64Array(columns.ids.buffer, columns.ids.byteOffset, columns.ids.length / 2);
  let [firstAt, lastAt] = [Infinity, -Infinity];
  for (const { start, end } of picks) {
    firstAt = Math.min(firstAt, columns.times[start]!);
    lastAt = Math.max(lastAt, columns.times[end - 1]!);
  }
  const [firstSeries, lastSeries] = [ids[picks[0]!.series]!, ids[picks.at(-1)!.series]!];
  return { firstSeries, lastSeries, firstAt, lastAt, series: picks.length, samples, body: encodePack(columns, picks, effort) };
}
