import {
  type BatchColumns,
  COLUMNS_VERSION,
  decodeColumns,
  encodeColumns,
  malformedBatch as malformed,
  openColumns,
  type SampleColumns,
} from './sample-columns.ts';

/** Samples of one series inside a batch; times in ms, ascending; `values[i]` belongs to `times[i]`. */
export interface BatchSeries {
  readonly id: bigint;
  readonly times: Float64Array;
  readonly values: Float64Array;
}

/** Body of `metrics.batch.v1.<partition>` and of journal rows; `seq` is dense per partition, from 1. */
export interface SampleBatch {
  readonly partition: number;
  readonly seq: bigint;
  readonly series: readonly BatchSeries[];
}

const VERSION = 1;
const HEADER_BYTES = 1 + 2 + 8 + 4;

/**
 * Little-endian: u8 version, u16 partition, u64 seq, u32 series count; then per series u64 id, u32 count,
 * f64 times, f64 values. Values keep their bits, so staleness NaNs survive.
 */
export function encodeBatch(batch: SampleBatch): Uint8Array {
  let size = HEADER_BYTES;
  for (const s of batch.series) size += 12 + s.times.length * 16;
  const out = new Uint8Array(size);
  const view = new DataView(out.buffer);
  view.setUint8(0, VERSION);
  view.setUint16(1, batch.partition, true);
  view.setBigUint64(3, batch.seq, true);
  view.setUint32(11, batch.series.length, true);
  let at = HEADER_BYTES;
  for (const s of batch.series) {
    view.setBigUint64(at, s.id, true);
    view.setUint32(at + 8, s.times.length, true);
    at += 12;
    out.set(bytesOf(s.times), at);
    at += s.times.length * 8;
    out.set(bytesOf(s.values), at);
    at += s.values.length * 8;
  }
  return out;
}

/** Batch of either version in columns; of version 1 after a copy. @throws DomainError `invalid` (`batch-malformed`). */
export function decodeBatchColumns(body: Uint8Array): SampleColumns {
  if (body[0] === COLUMNS_VERSION) return decodeColumns(body);
  const { series } = decodeBatch(body);
  const samples = series.reduce((sum, { times }) => sum + times.length, 0);
  const starts = new Uint32Array(series.length + 1);
  const times = new Float64Array(samples);
  const values = new Float64Array(samples);
  series.forEach((one, i) => {
    times.set(one.times, starts[i]);
    values.set(one.values, starts[i]);
    starts[i + 1] = starts[i]! + one.times.length;
  });
  return { ids: new Uint32Array(BigUint64Array.from(series, ({ id }) => id).buffer), starts, times, values };
}

/** Batch of either version, its times still packed. @throws DomainError `invalid` (`batch-malformed`). */
export function openBatch(body: Uint8Array): BatchColumns {
  return openColumns(body[0] === COLUMNS_VERSION ? body : encodeColumns(0, decodeBatchColumns(body)));
}

/**
 * Either version. With `wanted`, all other series are passed over without being copied.
 * @throws DomainError `invalid` (`batch-malformed`) when lengths or the version do not fit the body.
 */
export function decodeBatch(body: Uint8Array, wanted?: ReadonlySet<bigint>): SampleBatch {
  const view = new DataView(body.buffer, body.byteOffset, body.byteLength);
  if (body.byteLength < HEADER_BYTES) throw malformed('header');
  const partition = view.getUint16(1, true);
  const seq = view.getBigUint64(3, true);
  if (body[0] === COLUMNS_VERSION) return { partition, seq, series: seriesOf(decodeColumns(body), wanted) };
  if (body[0] !== VERSION) throw malformed('header');
  const count = view.getUint32(11, true);
  if (count * 12 > body.byteLength) throw malformed('series count');
  const series: BatchSeries[] = [];
  let at = HEADER_BYTES;
  for (let i = 0; i < count; i++) {
    if (at + 12 > body.byteLength) throw malformed(`series[${i}]`);
    const id = view.getBigUint64(at, true);
    const n = view.getUint32(at + 8, true);
    at += 12;
    if (at + n * 16 > body.byteLength) throw malformed(`series[${i}].count`);
    if (wanted === undefined || wanted.has(id)) series.push({ id, times: floatsAt(body, at, n), values: floatsAt(body, at + n * 8, n) });
    at += n * 16;
  }
  if (at !== body.byteLength) throw malformed('trailing bytes');
  return { partition, seq, series };
}

function seriesOf({ ids, starts, times, values }: SampleColumns, wanted: ReadonlySet<bigint> | undefined): BatchSeries[] {
  const series: BatchSeries[] = [];
  const keys = new BigUint64Array(ids.buffer);
  for (let i = 0; i < keys.length; i++) {
    const [start, end] = [starts[i]!, starts[i + 1]!];
    if (wanted === undefined) series.push({ id: keys[i]!, times: times.subarray(start, end), values: values.subarray(start, end) });
    // of many batches these stay, while the columns of all series can go
    else if (wanted.has(keys[i]!)) series.push({ id: keys[i]!, times: times.slice(start, end), values: values.slice(start, end) });
  }
  return series;
}

const bytesOf = (a: Float64Array): Uint8Array => new Uint8Array(a.buffer, a.byteOffset, a.byteLength);

function floatsAt(body: Uint8Array, at: number, n: number): Float64Array {
  // a copy by hand: `slice` of a Buffer, which is what NATS and Postgres hand over, is a view into a larger pool
  return new Float64Array(new Uint8Array(body.subarray(at, at + n * 8)).buffer);
}
