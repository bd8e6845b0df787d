import { identifySeries } from '@cloudops/domain-series';
import { uncompress } from 'snappyjs';
import { readVarint, visitFields } from '../load/protobuf-fields.ts';
import type { SampleSet } from './sample-set.ts';

/** Reads Prometheus' `prompb` messages into a set, apart from the service's own decoder. */
export class TimeSeriesReader {
  private readonly ids = new Map<string, bigint>();

  constructor(private readonly into: SampleSet) {}

  /** A remote_write 1.0 body: `WriteRequest {repeated TimeSeries timeseries = 1}` in a snappy block. @returns samples in it. */
  writeRequest(body: Uint8Array): number {
    const raw = new Uint8Array(uncompress(body));
    return this.timeSeries(raw, 0, raw.length);
  }

  /** What remote_read answers: `ReadResponse {repeated QueryResult {repeated TimeSeries timeseries = 1} results = 1}`. @returns samples in it. */
  readResponse(body: Uint8Array): number {
    const raw = new Uint8Array(uncompress(body));
    let samples = 0;
    visitFields(raw, 0, raw.length, (field, from, to) => void (samples += field === 1 ? this.timeSeries(raw, from, to) : 0));
    return samples;
  }

  private timeSeries(raw: Uint8Array, from: number, to: number): number {
    let samples = 0;
    visitFields(raw, from, to, (field, start, end) => void (samples += field === 1 ? this.series(raw, start, end) : 0));
    return samples;
  }

  private series(raw: Uint8Array, from: number, to: number): number {
    const labels: [from: number, to: number][] = [];
    const samples: [from: number, to: number][] = [];
    visitFields(raw, from, to, (field, start, end) => {
      if (field === 1) labels.push([start, end]);
      if (field === 2) samples.push([start, end]);
    });
    const seen = this.into.of(this.idOf(raw, labels));
    const view = new DataView(raw.buffer, raw.byteOffset);
    for (const [start, end] of samples) {
      let [time, low, high] = [0, 0, 0]; // a field that is zero is not on the wire
      visitFields(raw, start, end, (field, at) => {
        if (field === 1) [low, high] = [view.getUint32(at, true), view.getUint32(at + 4, true)];
        if (field === 2) [time] = readVarint(raw, at);
      });
      seen.push(time, low, high);
    }
    return samples.length;
  }

  private idOf(raw: Uint8Array, places: readonly [from: number, to: number][]): bigint {
    const key = places.map(([from, to]) => Buffer.from(raw.buffer, from, to - from).toString('latin1')).join('\n');
    const known = this.ids.get(key);
    if (known !== undefined) return known;
    const labels: Record<string, string> = {};
    for (const [from, to] of places) {
      const pair = ['', '', ''];
      visitFields(raw, from, to, (field, start, end) => void (pair[field] = Buffer.from(raw.buffer, start, end - start).toString()));
      labels[pair[1]!] = pair[2]!;
    }
    const { id } = identifySeries(labels);
    this.ids.set(key, id);
    this.into.labels.set(id, labels);
    return id;
  }
}
