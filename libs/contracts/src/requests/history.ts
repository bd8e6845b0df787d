import { z } from 'zod';
import { defineRequest } from '../contract.ts';
import { Instant } from '../time.ts';

const count = z.number().int().nonnegative();
const REPORT = { server: 'metrics-ingest', clients: ['gateway', 'chat'], deadlineMs: 15_000, request: z.object({}) } as const;

/** How much history there is and what it costs. */
export const HistoryStats = defineRequest('history.stats.v1', {
  ...REPORT,
  response: z.object({
    series: count,
    /** Samples in history; those that are still in the journal alone come on top. */
    samples: count,
    /** Of history and catalogue on disk, indexes included. */
    bytes: count,
    /** `bytes / samples`, null without samples. */
    bytesPerSample: z.number().nullable(),
    journalSamples: count,
    journalBytes: count,
    oldest: Instant.nullable(),
    newest: Instant.nullable(),
    retentionDays: z.number().positive(),
    /** What stands for raw samples that were let go, and for those that will be: samples rolled up, and their bytes, indexes included. */
    rollups: z.object({ samples: count, bytes: count, oldest: Instant.nullable(), retentionDays: z.number().positive() }),
    /** What went before its time since the installation: by HISTORY_MAX_BYTES (`cap`) or DISK_RESERVE_BYTES (`disk`); null for nothing. */
    shed: z.object({ samples: count, at: Instant, reason: z.enum(['cap', 'disk']) }).nullable(),
  }),
});

/** What `cloudops doctor` must know of intake; counts are since the start of the process. */
export const IngestDiagnosis = defineRequest('ingest.diagnosis.v1', {
  ...REPORT,
  response: z.object({
    series: count,
    maxSeries: count,
    samplesAccepted: count,
    /** Refused samples by reason. */
    samplesRefused: z.record(z.string(), count),
    /** Requests by outcome: `ok` or the code of the failure. */
    requests: z.record(z.string(), count),
    /** Journal rows that are not published yet. */
    relayLagRows: count,
    /** Journal rows that are not folded into history yet, and the age of the oldest. */
    unfoldedRows: count,
    unfoldedSeconds: z.number().nonnegative(),
    /** Names with the most series, largest first, and the label that tells most of them apart. */
    largestMetrics: z.array(z.object({ name: z.string(), series: count, label: z.string().nullable(), labelValues: count })),
  }),
});
