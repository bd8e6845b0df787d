import { type EventContract, EVENTS, type ServiceName } from '@cloudops/contracts';
import { AckPolicy, type ConsumerConfig, DeliverPolicy, nanos } from 'nats';
import { publishedSubject, streamName } from './stream-plan.ts';

/** So long after a process was killed another one gets what it held; long enough for a pause of a process that lives. */
const ACK_WAIT_MS = 10_000;

/** Deliveries without an ack at most, those that wait for their next attempt included. */
const MAX_ACK_PENDING = 1_000;

export interface ConsumerPlan {
  readonly contract: EventContract;
  readonly stream: string;
  readonly durable: string;
  readonly filter: string;
  /** How long the broker waits for an ack, or to hear that work goes on, before it delivers again. */
  readonly ackWaitMs: number;
}

/** `<service>--<subject, dots as dashes>` */
export const durableName = (service: ServiceName, contract: EventContract): string =>
  `${service}--${contract.subject.replaceAll('.', '-')}`;

/** The durables through which `service` receives `contract`: one for every publisher's stream. */
export function consumersOf(service: ServiceName, contract: EventContract): ConsumerPlan[] {
  const durable = durableName(service, contract);
  return contract.publishers.map((publisher) => ({
    contract,
    stream: streamName(contract, publisher),
    durable,
    filter: publishedSubject(contract, publisher),
    ackWaitMs: ACK_WAIT_MS,
  }));
}

/** Every durable of `service`. */
export const plannedConsumers = (service: ServiceName, contracts: readonly EventContract[] = EVENTS): ConsumerPlan[] =>
  contracts.filter((contract) => contract.consumers.includes(service)).flatMap((contract) => consumersOf(service, contract));

export function consumerConfig(plan: ConsumerPlan): Partial<ConsumerConfig> {
  return {
    durable_name: plan.durable,
    filter_subject: plan.filter,
    // samples from before the first start come by replay from the journal, not from the stream
    deliver_policy: plan.contract.stream === 'batch' ? DeliverPolicy.New : DeliverPolicy.All,
    ack_policy: AckPolicy.Explicit,
    ack_wait: nanos(plan.ackWaitMs),
    max_ack_pending: MAX_ACK_PENDING,
    // the process counts and gives up to the dead letters; a limit here would make the broker drop silently
    max_deliver: -1,
  };
}
