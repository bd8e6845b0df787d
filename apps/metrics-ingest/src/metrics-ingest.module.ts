import {
  PrometheusSources,
  PastSamples,
  HistoryDays,
  HistoryFigures,
  Backfills,
  DeclaredTargets,
  Exemplars,
  Expositions,
  HostReadings,
  Journal,
  NativeHistograms,
  ReplicaElections,
  Rollups,
  SampleHistory,
  ScrapeTargets,
  SeriesCatalogue,
  WriteKeys,
} from '@cloudops/domain-series';
import { QueriedSeries, UpstreamQueries } from '@cloudops/domain-promql';
import { BusModule } from '@cloudops/platform-bus';
import { PostgresModule } from '@cloudops/platform-postgres';
import { TelemetryModule } from '@cloudops/platform-telemetry';
import { type DynamicModule, Module, type Provider } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { Clock } from './clock.ts';
import { BackfillLoop } from './inbound/backfill.loop.ts';
import { BackfillsController } from './inbound/backfills.controller.ts';
import { AttachmentsController } from './inbound/attachments.controller.ts';
import { CompactionLoop } from './inbound/compaction.loop.ts';
import { HistoryController } from './inbound/history.controller.ts';
import { HistoryHealth } from './inbound/history-health.ts';
import { ExpiryLoop } from './inbound/expiry.loop.ts';
import { HostLoop } from './inbound/host.loop.ts';
import { KeysHealth } from './inbound/keys-health.ts';
import { KeysConsumer } from './inbound/keys.consumer.ts';
import { MetricsController } from './inbound/metrics.controller.ts';
import { PromqlController } from './inbound/promql.controller.ts';
import { RelayLoop } from './inbound/relay.loop.ts';
import { ScrapeSchedule } from './inbound/scrape-schedule.ts';
import { SeriesController } from './inbound/series.controller.ts';
import { TargetsController } from './inbound/targets.controller.ts';
import { WatermarksConsumer } from './inbound/watermarks.consumer.ts';
import { IngestMetrics } from './ingest.metrics.ts';
import { CONFIG, type MetricsIngestConfig } from './metrics-ingest.config.ts';
import * as migrations from './migrations/index.ts';
import { CataloguedSeries } from './outbound/catalogued-series.ts';
import { LiveCatalogue } from './outbound/live-catalogue.ts';
import { keepPartitions } from './outbound/keep-partitions.ts';
import { LinuxHost } from './outbound/host/linux-host.ts';
import { PortableHost } from './outbound/host/portable-host.ts';
import { HttpExpositions } from './outbound/http-expositions.ts';
import { HttpPrometheus } from './outbound/http-prometheus.ts';
import { HttpUpstream } from './outbound/http-upstream.ts';
import { OwnedSpan } from './outbound/owned-span.ts';
import { PackCache } from './outbound/pack-cache.ts';
import { PostgresBackfills } from './outbound/postgres-backfills.ts';
import { PostgresCatalogue } from './outbound/postgres-catalogue.ts';
import { PostgresExemplars } from './outbound/postgres-exemplars.ts';
import { PostgresFigures } from './outbound/postgres-figures.ts';
import { PostgresHistory } from './outbound/postgres-history.ts';
import { PostgresHistoryDays } from './outbound/postgres-history-days.ts';
import { PostgresJournal } from './outbound/postgres-journal.ts';
import { PostgresNativeHistograms } from './outbound/postgres-native-histograms.ts';
import { PostgresReplicaElections } from './outbound/postgres-replica-elections.ts';
import { PostgresPastSamples } from './outbound/postgres-past-samples.ts';
import { PostgresRollups } from './outbound/postgres-rollups.ts';
import { PostgresTargets } from './outbound/postgres-targets.ts';
import { PostgresWriteKeys } from './outbound/postgres-write-keys.ts';
import { FilesOfTargets } from './outbound/files-of-targets.ts';
import { UpstreamedSeries } from './outbound/upstreamed-series.ts';
import { TargetsFile } from './outbound/targets-file.ts';
import { AcceptSamples } from './use-cases/accept-samples.ts';
import { AskUpstream } from './use-cases/ask-upstream.ts';
import { AuthenticateSender } from './use-cases/authenticate-sender.ts';
import { BackfillList } from './use-cases/backfill-list.ts';
import { CollectHost } from './use-cases/collect-host.ts';
import { CommitSamples } from './use-cases/commit-samples.ts';
import { CompactHistory } from './use-cases/compact-history.ts';
import { DecodeWrite } from './use-cases/decode-write.ts';
import { DeduplicateReplicas } from './use-cases/deduplicate-replicas.ts';
import { ElectReplica } from './use-cases/elect-replica.ts';
import { DiagnoseIngest } from './use-cases/diagnose-ingest.ts';
import { ExpireAttachments } from './use-cases/expire-attachments.ts';
import { EvaluatePromql } from './use-cases/evaluate-promql.ts';
import { ExpireHistory } from './use-cases/expire-history.ts';
import { ExpireSamples } from './use-cases/expire-samples.ts';
import { FillPast } from './use-cases/fill-past.ts';
import { FindExemplars } from './use-cases/find-exemplars.ts';
import { FindLabels } from './use-cases/find-labels.ts';
import { FoldJournal } from './use-cases/fold-journal.ts';
import { HostIntake } from './use-cases/host-intake.ts';
import { JournalSignal } from './use-cases/journal-signal.ts';
import { KeepAttachments } from './use-cases/keep-attachments.ts';
import { KeepHistory } from './use-cases/keep-history.ts';
import { MergeChunks } from './use-cases/merge-chunks.ts';
import { QueryTurns } from './use-cases/query-turns.ts';
import { QueryAttachments } from './use-cases/query-attachments.ts';
import { QueryViews } from './use-cases/query-views.ts';
import { ReceiveWrite } from './use-cases/receive-write.ts';
import { RelayJournal } from './use-cases/relay-journal.ts';
import { ReplayJournal } from './use-cases/replay-journal.ts';
import { Retention } from './use-cases/retention.ts';
import { RollUpHistory } from './use-cases/roll-up-history.ts';
import { RunBackfill } from './use-cases/run-backfill.ts';
import { ScrapeOnce } from './use-cases/scrape-once.ts';
import { SelectHistograms } from './use-cases/select-histograms.ts';
import { SeriesRegister } from './use-cases/series-register.ts';
import { ShedHistory } from './use-cases/shed-history.ts';
import { StoreScrape } from './use-cases/store-scrape.ts';
import { StoreWrite } from './use-cases/store-write.ts';
import { StreamSamples } from './use-cases/stream-samples.ts';
import { TargetList } from './use-cases/target-list.ts';

const service = 'metrics-ingest';

const PORTS: Provider[] = [
  { provide: Journal, useClass: PostgresJournal },
  { provide: SampleHistory, useClass: PostgresHistory },
  { provide: Rollups, useClass: PostgresRollups },
  { provide: HistoryDays, useClass: PostgresHistoryDays },
  { provide: SeriesCatalogue, useClass: PostgresCatalogue },
  { provide: NativeHistograms, useClass: PostgresNativeHistograms },
  { provide: Exemplars, useClass: PostgresExemplars },
  { provide: ReplicaElections, useClass: PostgresReplicaElections },
  { provide: PastSamples, useClass: PostgresPastSamples },
  { provide: Backfills, useClass: PostgresBackfills },
  { provide: PrometheusSources, useClass: HttpPrometheus },
  { provide: HistoryFigures, useClass: PostgresFigures },
  PackCache,
  CataloguedSeries,
  OwnedSpan,
  { provide: QueriedSeries, useClass: UpstreamedSeries },
  { provide: UpstreamQueries, useClass: HttpUpstream },
  { provide: WriteKeys, useClass: PostgresWriteKeys },
  { provide: ScrapeTargets, useClass: PostgresTargets },
  FilesOfTargets,
  { provide: DeclaredTargets, useClass: TargetsFile },
  { provide: Expositions, useClass: HttpExpositions },
  { provide: HostReadings, useClass: process.platform === 'linux' ? LinuxHost : PortableHost },
];

/** A sample's way: route, timer or loop -> AcceptSamples -> CommitSamples -> Journal; then RelayJournal and FoldJournal. */
const INTAKE = [
  ReceiveWrite,
  AuthenticateSender,
  DecodeWrite,
  StoreWrite,
  DeduplicateReplicas,
  ElectReplica,
  KeepAttachments,
  ExpireAttachments,
  ScrapeOnce,
  StoreScrape,
  CollectHost,
  HostIntake,
  AcceptSamples,
  CommitSamples,
  SeriesRegister,
];
const AFTERWARDS = [
  JournalSignal,
  RelayJournal,
  CompactHistory,
  FoldJournal,
  MergeChunks,
  ExpireSamples,
  KeepHistory,
  Retention,
  RollUpHistory,
  ExpireHistory,
  ShedHistory,
];
const ANSWERS = [
  QueryAttachments,
  EvaluatePromql,
  AskUpstream,
  SelectHistograms,
  QueryTurns,
  FindLabels,
  FindExemplars,
  QueryViews,
  StreamSamples,
  ReplayJournal,
  TargetList,
  DiagnoseIngest,
];
/** The past's way: BackfillLoop -> RunBackfill -> FillPast -> PastSamples. */
const PAST = [BackfillList, RunBackfill, FillPast];
const LOOPS = [HistoryHealth, KeysHealth, BackfillLoop, RelayLoop, CompactionLoop, ScrapeSchedule, HostLoop, ExpiryLoop];

@Module({})
export class MetricsIngestModule {
  static with(config: MetricsIngestConfig): DynamicModule {
    return {
      module: MetricsIngestModule,
      imports: [
        TelemetryModule.forService(service, { level: config.LOG_LEVEL }),
        BusModule.forRoot({ service, url: config.NATS_URL, user: config.NATS_USER, password: config.NATS_PASSWORD }),
        PostgresModule.forRoot({
          service,
          schema: 'metrics_ingest',
          url: config.DATABASE_URL,
          migrationUrl: config.MIGRATION_DATABASE_URL,
          migrations,
          poolSize: config.POSTGRES_POOL,
        }),
      ],
      controllers: [
        AttachmentsController,
        BackfillsController,
        HistoryController,
        KeysConsumer,
        WatermarksConsumer,
        SeriesController,
        MetricsController,
        PromqlController,
        TargetsController,
      ],
      providers: [
        { provide: CONFIG, useFactory: (dataSource: DataSource) => keepPartitions(config, dataSource), inject: [DataSource] },
        Clock,
        IngestMetrics,
        LiveCatalogue,
        ...PORTS,
        ...INTAKE,
        ...AFTERWARDS,
        ...ANSWERS,
        ...PAST,
        ...LOOPS,
      ],
    };
  }
}
