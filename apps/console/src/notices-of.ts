import type { StatusData } from './api.ts';

export interface Notice {
  service: string;
  check: string;
  message: string;
}

/** Every check that passes and yet is degraded. */
export const noticesOf = (services: StatusData['services']): Notice[] =>
  Object.entries(services).flatMap(([service, { checks }]) =>
    Object.entries(checks).flatMap(([check, { degraded, message }]) => (degraded === true ? [{ service, check, message }] : [])),
  );
