export interface HealthCheck {
  ok: boolean;
  message: string;
}

/** Where `service.health.v1` takes its facts; platform/http provides the checks behind `/readyz`. */
export abstract class HealthSource {
  abstract checks(): Promise<Record<string, HealthCheck>>;
}
