import type { SampleBatch, SeriesDescriptor } from '@cloudops/contracts';
import { Counter, Gauge, Histogram } from 'prom-client';
import { ScoringMetrics } from '../anomaly.metrics.ts';
import type { Recorded } from '../domain/findings.ts';
import { FollowedJournal } from '../domain/followed-journal.ts';
import { Journal } from '../domain/journal.ts';
import { Leadership } from '../domain/leadership.ts';
import { LiveEntities } from '../domain/live-entities.ts';
import { LiveViews } from '../domain/live-views.ts';
import { PartitionClocks } from '../domain/partition-clocks.ts';
import { SeriesCatalogue } from '../domain/series-catalogue.ts';
import { InMemoryFindings } from '../outbound/in-memory-findings.ts';
import { InMemorySnapshots } from '../outbound/in-memory-snapshots.ts';
import { FollowSamples } from '../use-cases/follow-samples.ts';
import { ReplayBatches, type ReplayTimes } from '../use-cases/replay-batches.ts';
import { RestoreViews } from '../use-cases/restore-views.ts';
import { ScoreBatch } from '../use-cases/score-batch.ts';
import { TakeSnapshot } from '../use-cases/take-snapshot.ts';

export interface ReplayRules extends ReplayTimes {
  readonly maxViews: number;
  readonly maxEntities: number;
}

/** The service's use cases around stores in memory: no bus, no database, no clock. */
export function replayService(rules: ReplayRules, recorded: (recorded: Recorded) => void) {
  const catalogue = new RecordedSeries();
  const findings = new InMemoryFindings(recorded);
  const views = new LiveViews(rules.maxViews, new LiveEntities(rules.maxEntities));
  const clocks = new PartitionClocks();
  const snapshots = new InMemorySnapshots(() => findings.troubles);
  const scoring = new ScoreBatch(views, catalogue, findings, unread());
  const samples = new FollowSamples(
    new FollowedJournal(new NoJournal(), clocks),
    new RestoreViews(snapshots, views, clocks, catalogue),
    scoring,
    new AloneInCharge(),
  );
  const replay = new ReplayBatches(samples, new TakeSnapshot(samples, views, clocks, snapshots), findings, rules);
  return {
    describe: (series: readonly SeriesDescriptor[]): void => catalogue.learn(series),
    follow: (batch: SampleBatch): Promise<void> => replay.follow(batch),
    figures: () => ({ points: views.scored, views: views.summary().series, refused: views.refused, restarts: replay.restarts }),
  };
}

class RecordedSeries extends SeriesCatalogue {
  private readonly known = new Map<bigint, SeriesDescriptor>();

  learn(series: readonly SeriesDescriptor[]): void {
    for (const one of series) this.known.set(BigInt(`0x${one.id}`), one);
  }

  async describe(ids: readonly bigint[]): Promise<SeriesDescriptor[]> {
    return ids.flatMap((id) => this.known.get(id) ?? []);
  }
}

/** What was restored is up to date: nothing came while the process was away. */
class NoJournal extends Journal {
  async *replay(): AsyncGenerator<SampleBatch> {}
}

class AloneInCharge extends Leadership {
  readonly term = 1;
  readonly standsBy = false;
  async lead(): Promise<void> {}
  async resign(): Promise<void> {}
}

const unread = (): ScoringMetrics => {
  const plain = (name: string) => ({ name, help: name, registers: [] });
  return new ScoringMetrics(
    new Counter(plain('points')),
    new Histogram(plain('lag')),
    new Gauge({ ...plain('views'), labelNames: ['state'] }),
    new Gauge({ ...plain('entities'), labelNames: ['state'] }),
  );
};
