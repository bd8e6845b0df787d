import { SeenSamples, type SampleSet } from './sample-set.ts';

export interface Comparison {
  /** Distinct samples (series and time) that a sender had to deliver. */
  readonly generated: number;
  /** Rows read back, doubles included. */
  readonly readBack: number;
  readonly lost: number;
  /** Rows beyond the first of one sample. */
  readonly doubled: number;
  /** Samples whose value has other bits. */
  readonly altered: number;
  /** Rows that nobody sent. */
  readonly invented: number;
  /** Of the generated: samples of which the sender itself has two values. */
  readonly ambiguous: number;
  /** Some of what is not equal. */
  readonly examples: readonly string[];
}

const EXAMPLES = 12;
const NOTHING = new SeenSamples();

/** Every sample that was generated against every row that was read back: series, time and the value's bits. */
export function compareSamples(generated: SampleSet, readBack: SampleSet): Comparison {
  const counts = { generated: 0, readBack: readBack.size, lost: 0, doubled: 0, altered: 0, invented: 0, ambiguous: 0 };
  const examples: string[] = [];
  for (const id of new Set([...generated.series.keys(), ...readBack.series.keys()])) {
    const found = byTime(readBack.series.get(id) ?? NOTHING);
    const example = (what: string, time: number, bits: readonly string[]): void => {
      const labels = JSON.stringify(generated.labels.get(id) ?? readBack.labels.get(id) ?? id.toString(16));
      if (examples.length < EXAMPLES) examples.push(`${what} ${labels} ${new Date(time).toISOString()} ${bits.join(' ')}`);
    };
    for (const [time, sent] of byTime(generated.series.get(id) ?? NOTHING)) {
      const values = new Set(sent);
      const rows = found.get(time) ?? [];
      found.delete(time);
      counts.generated += 1;
      counts.ambiguous += Number(values.size > 1);
      const fault = rows.length === 0 ? 'lost' : rows.some((bits) => !values.has(bits)) ? 'altered' : undefined;
      if (fault) counts[fault] += 1;
      if (fault) example(fault, time, [...values, 'read back as', ...rows]);
      if (rows.length > 1) counts.doubled += rows.length - 1;
      if (rows.length > 1) example('doubled', time, rows);
    }
    for (const [time, rows] of found) {
      counts.invented += rows.length;
      example('invented', time, rows);
    }
  }
  return { ...counts, examples };
}

/** Whether nothing was lost, doubled, altered or invented, and there was something to lose. */
export const isEqual = ({ generated, lost, doubled, altered, invented }: Comparison): boolean =>
  generated > 0 && lost + doubled + altered + invented === 0;

function byTime(samples: SeenSamples): Map<number, string[]> {
  const values = new Map<number, string[]>();
  samples.times.forEach((time, place) => {
    const same = values.get(time);
    if (same) same.push(samples.bits(place));
    else values.set(time, [samples.bits(place)]);
  });
  return values;
}
