import { Anomaly, DetectorSummary, Incident, Instant, ListDeadLetters, ServiceHealth } from '@cloudops/contracts';
import { z } from 'zod';

export const HealthAnswer = z.object({
  status: z.enum(['ok', 'degraded']),
  services: z.record(z.string(), z.object({ ready: z.boolean(), uptimeSeconds: z.number().nullable() })),
  timestamp: Instant,
});

const percent = z.number().min(0).max(100).nullable();

export const StatusAnswer = z.object({
  services: z.record(
    z.string(),
    z.object({
      ready: z.boolean(),
      version: z.string().nullable(),
      uptimeSeconds: z.number().nullable(),
      checks: ServiceHealth.response.shape.checks,
      message: z.string(),
    }),
  ),
  host: z.object({ cpuPercent: percent, memoryPercent: percent, diskPercent: percent }),
  incidents: z.array(Incident),
  anomalies: z.array(Anomaly),
  detectors: DetectorSummary.response.nullable(),
  /** Parts that could not be read, and why. */
  unavailable: z.record(z.string(), z.string()),
});

/** `unavailable` names the services that did not answer. */
export const DeadLettersAnswer = ListDeadLetters.response.extend({ unavailable: z.array(z.string()) });
