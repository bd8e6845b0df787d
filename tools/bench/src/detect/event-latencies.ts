import { type Anomaly, AnomalyDetected } from '@cloudops/contracts';
import { connect } from 'nats';
import { Latencies } from '../load/latencies.ts';

/** From the request that brought the sample with which an anomaly was detected, until a plain subscriber has `anomaly.detected.v1`. */
export class EventLatencies {
  readonly latencies = new Latencies();
  /** Events of each kind. */
  readonly kinds: Record<string, number> = {};
  private readonly sent = new Map<string, number>();

  private constructor(private readonly unsubscribe: () => Promise<void>) {}

  static async subscribe(natsUrl: string): Promise<EventLatencies> {
    const connection = await connect({ servers: natsUrl });
    const measured = new EventLatencies(() => connection.close());
    connection.subscribe(AnomalyDetected.subject, {
      callback: (_, message) => measured.received(message.json<Anomaly>(), performance.now()),
    });
    await connection.flush();
    return measured;
  }

  /** @param time of the samples of the request, ms since the epoch. */
  sending(instance: string, time: number): void {
    this.sent.set(keyOf(instance, time), performance.now());
  }

  stop(): Promise<void> {
    return this.unsubscribe();
  }

  /** What was found in the history that warmed the series was not sent at its own time, and does not count. */
  private received({ series, detectedAt, kind }: Anomaly, at: number): void {
    const sentAt = this.sent.get(keyOf(series.labels['instance'] ?? '', Date.parse(detectedAt)));
    if (sentAt === undefined) return;
    this.latencies.add(at - sentAt);
    this.kinds[kind] = (this.kinds[kind] ?? 0) + 1;
  }
}

const keyOf = (instance: string, time: number): string => `${instance} ${time}`;
