import { z } from 'zod';

/** The deployable services and the port each one asks for first. */
export const SERVICE_PORTS = {
  gateway: 3000,
  chat: 3010,
  'metrics-ingest': 3020,
  anomaly: 3030,
  remediation: 3040,
} as const;

export const ServiceName = z.enum(Object.keys(SERVICE_PORTS) as (keyof typeof SERVICE_PORTS)[]);
export type ServiceName = z.infer<typeof ServiceName>;
export const SERVICE_NAMES: readonly ServiceName[] = ServiceName.options;
