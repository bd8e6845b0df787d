import type { Written } from '../use-cases/store-write.ts';

/** What remote_write 2.0 answers with always: how much the sender may tick off. */
export const writtenHeaders = ({ samples, histograms, exemplars }: Written): Record<string, string> => ({
  'x-prometheus-remote-write-samples-written': String(samples),
  'x-prometheus-remote-write-histograms-written': String(histograms),
  'x-prometheus-remote-write-exemplars-written': String(exemplars),
});
