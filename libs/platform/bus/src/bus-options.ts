import type { ServiceName } from '@cloudops/contracts';

/** Injection token and type of what `BusModule.forRoot` was given. */
export abstract class BusOptions {
  abstract readonly service: ServiceName;
  /** `nats://host:port`, several separated by commas. */
  abstract readonly url: string;
  abstract readonly user?: string;
  abstract readonly password?: string;
}
