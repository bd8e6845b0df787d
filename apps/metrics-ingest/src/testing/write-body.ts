import type { Labels } from '@cloudops/contracts';
import { encodeWrite } from '@cloudops/testing';

/** A remote_write 1.0 body of one sample a series. */
export const writeBody = (...series: { labels: Labels; time: number; value: number }[]): Uint8Array =>
  encodeWrite(
    series.map(({ labels, time, value }) => ({ labels, samples: { times: Float64Array.of(time), values: Float64Array.of(value) } })),
  );
