import { DomainError, SERVICE_NAMES, ServiceHealth, type ResponseData, type ServiceName } from '@cloudops/contracts';
import { Bus } from '@cloudops/platform-bus';
import { Injectable } from '@nestjs/common';

export interface ServiceState {
  readonly ready: boolean;
  readonly version: string | null;
  readonly uptimeSeconds: number | null;
  readonly checks: ResponseData<typeof ServiceHealth>['checks'];
  /** Why it is not ready, or serves and should be looked at; empty when all is well. */
  readonly message: string;
}
export type ServiceStates = Readonly<Record<ServiceName, ServiceState>>;

const DEADLINE_MS = 1_200;
/** `/health` is open to everyone: however often it is asked, the services are asked once a second. */
const MAX_AGE_MS = 1_000;

/** Asks the five services how they are; one that does not answer is a fact, not a failure. */
@Injectable()
export class CheckServices {
  private last: { readonly at: number; readonly states: Promise<ServiceStates> } | undefined;

  constructor(private readonly bus: Bus) {}

  check(): Promise<ServiceStates> {
    const now = performance.now();
    if (this.last === undefined || now - this.last.at >= MAX_AGE_MS) this.last = { at: now, states: this.askAll() };
    return this.last.states;
  }

  private async askAll(): Promise<ServiceStates> {
    const states = await Promise.all(SERVICE_NAMES.map(async (service) => [service, await this.ask(service)] as const));
    return Object.fromEntries(states) as Record<ServiceName, ServiceState>;
  }

  private async ask(service: ServiceName): Promise<ServiceState> {
    try {
      const { ready, version, uptimeSeconds, checks } = await this.bus.request(ServiceHealth, {}, { service, deadlineMs: DEADLINE_MS });
      const telling = Object.entries(checks).filter(([, check]) => !check.ok || check.degraded === true);
      return { ready, version, uptimeSeconds, checks, message: telling.map(([name, c]) => `${name}: ${c.message}`).join('; ') };
    } catch (error) {
      return { ready: false, version: null, uptimeSeconds: null, checks: {}, message: whyNot(error) };
    }
  }
}

function whyNot(error: unknown): string {
  if (error instanceof DomainError && error.kind === 'unavailable') return 'not running, or not connected to the bus';
  if (error instanceof DomainError && error.kind === 'timeout') return `no answer within ${DEADLINE_MS} ms`;
  return error instanceof Error ? error.message : String(error);
}
