import type { SampleBatch } from '@cloudops/contracts';

const startOf = (batch: SampleBatch): number => batch.series.reduce((first, s) => Math.min(first, s.times[0] ?? Infinity), Infinity);

/** The batches of several partitions in the order in which their samples were taken, each partition's own order kept. */
export async function* mergeBatches(sources: readonly AsyncIterable<SampleBatch>[]): AsyncGenerator<SampleBatch> {
  const open = sources.map((source) => source[Symbol.asyncIterator]());
  const heads: (SampleBatch | undefined)[] = [];
  const pull = async (i: number): Promise<void> => {
    const next = await open[i]!.next();
    heads[i] = next.done ? undefined : next.value;
  };
  try {
    await Promise.all(open.map((_, i) => pull(i)));
    for (;;) {
      let first = -1;
      for (let i = 0; i < heads.length; i++) if (heads[i] && (first < 0 || startOf(heads[i]!) < startOf(heads[first]!))) first = i;
      if (first < 0) return;
      yield heads[first]!;
      await pull(first);
    }
  } finally {
    for (const iterator of open) await iterator.return?.();
  }
}
