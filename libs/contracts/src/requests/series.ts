import { z } from 'zod';
import { defineRequest } from '../contract.ts';
import { Matcher, SeriesDescriptor, SeriesId } from '../series.ts';

/** Descriptors of known ids; unknown ids are left out of the answer. */
export const DescribeSeries = defineRequest('series.describe.v1', {
  server: 'metrics-ingest',
  clients: ['anomaly'],
  request: z.object({ ids: z.array(SeriesId).max(500) }),
  response: z.object({ series: z.array(SeriesDescriptor) }),
});

/** Series that satisfy every matcher, ordered by name then id; `cursor` continues a truncated answer. */
export const ListSeries = defineRequest('series.list.v1', {
  server: 'metrics-ingest',
  clients: ['gateway', 'chat', 'anomaly', 'remediation'],
  request: z.object({
    matchers: z.array(Matcher).max(20),
    limit: z.number().int().min(1).max(500).default(100),
    cursor: z.string().max(300).optional(),
  }),
  response: z.object({ series: z.array(SeriesDescriptor), cursor: z.string().nullable() }),
});
