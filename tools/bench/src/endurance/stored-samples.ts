import { bitsOf, identifySeries, Pack } from '@cloudops/domain-series';
import type { Ours } from '../receivers/ours.ts';
import { SampleSet } from './sample-set.ts';

const ROWS_AT_ONCE = 200;
/** Of one query; a window holds fewer samples than a query may load. */
const WINDOW_MS = 120_000;

/** Every row of every stored pack, as it lies on disk: what is stored twice is here twice. Only whole once the journal is folded. */
export async function storedRows({ database }: Ours): Promise<SampleSet> {
  const set = new SampleSet();
  await database.query('begin isolation level repeatable read');
  await database.query('declare stored cursor for select body from chunks');
  for (let read = 1; read > 0;) {
    const { rows } = await database.query<{ body: Buffer }>(`fetch ${ROWS_AT_ONCE} from stored`);
    for (const { body } of rows) addPack(set, new Pack(body));
    read = rows.length;
  }
  await database.query('commit');
  return set;
}

/** The same samples as PromQL gives them out, without markers of an end; every NaN as one NaN, as the text does not tell them apart. */
export async function answeredSamples({ played }: Ours, selector: string, from: number, to: number): Promise<SampleSet> {
  const set = new SampleSet();
  for (let end = to; end > from; end -= WINDOW_MS) {
    // both ends of a range count; a millisecond less leaves every sample to one window
    for await (const { metric, times, values } of played.samples(`${selector}[${WINDOW_MS - 1}ms]`, end)) {
      const { id } = identifySeries(metric);
      const seen = set.of(id);
      set.labels.set(id, metric);
      const bits = bitsOf(Float64Array.from(values, valueOf));
      times.forEach((time, i) => seen.push(time, bits[2 * i]!, bits[2 * i + 1]!));
    }
  }
  return set;
}

/** What PromQL should give out of a set: no markers, one NaN. */
export function asAnswered(samples: SampleSet): SampleSet {
  const set = new SampleSet();
  const nan = bitsOf(Float64Array.of(NaN));
  for (const [id, seen] of samples.series) {
    const kept = set.of(id);
    seen.times.forEach((time, i) => {
      const [low, high] = [seen.lows[i]!, seen.highs[i]!];
      const isNan = (high & 0x7ff00000) === 0x7ff00000 && ((high & 0xfffff) | low) !== 0;
      if (!isNan) kept.push(time, low, high);
      else if (!(high === 0x7ff00000 && low === 2)) kept.push(time, nan[0]!, nan[1]!);
    });
  }
  for (const [id, labels] of samples.labels) set.labels.set(id, labels);
  return set;
}

function addPack(set: SampleSet, pack: Pack): void {
  pack.ids.forEach((id, place) => {
    const seen = set.of(BigInt.asUintN(64, id));
    const { times, values } = pack.samples(place);
    const bits = bitsOf(values);
    times.forEach((time, i) => seen.push(time, bits[2 * i]!, bits[2 * i + 1]!));
  });
}

function valueOf(text: string): number {
  return text.endsWith('Inf') ? (text.startsWith('-') ? -Infinity : Infinity) : Number(text);
}
