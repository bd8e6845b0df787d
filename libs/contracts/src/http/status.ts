import { z } from 'zod';
import { Anomaly } from '../anomaly.ts';
import { Incident } from '../incident.ts';
import { DetectorSummary } from '../requests/incidents.ts';
import { ServiceHealth } from '../requests/service-health.ts';
import { Instant } from '../time.ts';

/** Answer of `GET /health`, which is open: whether each service is ready, and nothing about why not. */
export const SystemHealth = z.object({
  status: z.enum(['ok', 'degraded']),
  services: z.record(z.string(), z.object({ ready: z.boolean(), uptimeSeconds: z.number().nullable() })),
  timestamp: Instant,
});
export type SystemHealth = z.infer<typeof SystemHealth>;

const percent = z.number().min(0).max(100).nullable();

/** `data` of `GET /status`; figures that are not measured yet are `null`. */
export const SystemStatus = z.object({
  services: z.record(
    z.string(),
    z.object({
      ready: z.boolean(),
      version: z.string().nullable(),
      uptimeSeconds: z.number().nullable(),
      checks: ServiceHealth.response.shape.checks,
      /** Why it is not ready, or serves and should be looked at; empty when all is well. */
      message: z.string(),
    }),
  ),
  host: z.object({ cpuPercent: percent, memoryPercent: percent, diskPercent: percent }),
  /** Newest first. */
  incidents: z.array(Incident),
  anomalies: z.array(Anomaly),
  detectors: DetectorSummary.response.nullable(),
  /** Parts that could not be read, and why: an empty list above is then not good news. */
  unavailable: z.record(z.string(), z.string()),
});
export type SystemStatus = z.infer<typeof SystemStatus>;
