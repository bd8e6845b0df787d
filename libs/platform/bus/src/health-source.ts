import type { ResponseData, ServiceHealth } from '@cloudops/contracts';

/** Where `service.health.v1` takes its facts; platform/http provides the report behind `/readyz`. */
export abstract class HealthSource {
  abstract report(): Promise<ResponseData<typeof ServiceHealth>>;
}
