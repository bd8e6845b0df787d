import { type EventContract, EVENTS, type ServiceName } from '@cloudops/contracts';
import { DiscardPolicy, nanos, RetentionPolicy, StorageType, type StreamConfig } from 'nats';

const MIB = 1024 * 1024;
const DAY_MS = 86_400_000;
const DUPLICATE_WINDOW_MS = 120_000;

const upper = (service: ServiceName): string => service.toUpperCase().replaceAll('-', '_');

/** Name of the stream that holds what `publisher` publishes under `contract`. */
export function streamName(contract: EventContract, publisher: ServiceName): string {
  if (contract.stream === 'batch') return 'METRICS';
  return contract.stream === 'log' ? `LOGS_${upper(publisher)}` : `EVENTS_${upper(publisher)}`;
}

/** Subject as `publisher` may use it; `*` stands for a suffix that is its own choice. */
export function publishedSubject(contract: EventContract, publisher: ServiceName): string {
  if (contract.suffix === undefined) return contract.subject;
  return contract.suffix === 'service' ? `${contract.subject}.${publisher}` : `${contract.subject}.*`;
}

/**
 * The only service that may create a stream. That is its publisher, except for logs: every service writes those, and whoever
 * administers a stream can make the broker republish into any subject, so chat administers none; its logs' reader owns them.
 */
export function streamOwner(contract: EventContract, publisher: ServiceName): ServiceName | undefined {
  return contract.stream === 'log' ? contract.consumers[0] : publisher;
}

type Plan = Partial<StreamConfig> & Pick<StreamConfig, 'name' | 'subjects'>;

function planned(contract: EventContract, publisher: ServiceName): Plan {
  const durable = contract.stream === 'event';
  return {
    name: streamName(contract, publisher),
    subjects: [publishedSubject(contract, publisher)],
    storage: durable ? StorageType.File : StorageType.Memory,
    max_bytes: { event: 256, batch: 64, log: 8 }[contract.stream] * MIB,
    max_age: durable ? nanos(7 * DAY_MS) : 0,
    discard: DiscardPolicy.Old,
    retention: RetentionPolicy.Limits,
    duplicate_window: nanos(DUPLICATE_WINDOW_MS),
    num_replicas: 1,
  };
}

/** Streams that `service` creates at start, each with every subject that belongs in it. */
export function ownedStreams(service: ServiceName, contracts: readonly EventContract[] = EVENTS): Plan[] {
  const plans = new Map<string, Plan>();
  for (const contract of contracts) {
    for (const publisher of contract.publishers) {
      if (streamOwner(contract, publisher) !== service) continue;
      const plan = planned(contract, publisher);
      const known = plans.get(plan.name);
      if (known) known.subjects.push(...plan.subjects);
      else plans.set(plan.name, plan);
    }
  }
  return [...plans.values()];
}
