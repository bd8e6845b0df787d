import { Admission, KnownSeriesTable, PendingSeries, SeriesCatalogue, type Declarations } from '@cloudops/domain-series';
import { Inject, Injectable, type OnModuleInit } from '@nestjs/common';
import { Clock } from '../clock.ts';
import { CONFIG, type MetricsIngestConfig } from '../metrics-ingest.config.ts';

const DAY_MS = 86_400_000;
/** A series that was silent for this long is not kept in memory and does not count as one; its history stays. */
const FORGET_MS = DAY_MS;
/** While something still comes of it, be it from the day before, it stays: intake would read its history for each of its samples. */
const QUIET_MS = 10 * 60_000;
/** Clocks of senders may run ahead by this much. */
const FUTURE_MS = 10 * 60_000;

/** What intake knows of all series and metric families, in memory; Postgres has the truth. */
@Injectable()
export class SeriesRegister implements OnModuleInit {
  private known = new KnownSeriesTable();
  private readonly pending = new PendingSeries();
  /** The newest group at some time, ms, and at the time before that. */
  private mark = { at: -Infinity, group: 0, groupBefore: 0 };

  constructor(
    private readonly catalogue: SeriesCatalogue,
    private readonly clock: Clock,
    @Inject(CONFIG) private readonly config: MetricsIngestConfig,
  ) {}

  async onModuleInit(): Promise<void> {
    this.known = await this.catalogue.known(this.clock.now() - FORGET_MS);
  }

  get size(): number {
    return this.known.size;
  }

  /** Opens an empty group of deliveries; the one before is over. Every process forgets for itself, whoever keeps history. */
  admission(): Admission {
    if (this.clock.now() - this.mark.at >= QUIET_MS) this.forget();
    const limits = {
      now: this.clock.now(),
      futureMs: FUTURE_MS,
      retentionMs: this.config.HISTORY_RETENTION_DAYS * DAY_MS,
      outOfOrderMs: this.config.OUT_OF_ORDER_MS,
      environment: this.config.ENVIRONMENT,
      maxSeries: this.config.MAX_SERIES,
      maxSeriesPerMetric: this.config.MAX_SERIES_PER_METRIC,
      forgottenMs: FORGET_MS,
      partitions: this.config.PARTITIONS,
    };
    return new Admission(this.known, limits, this.pending);
  }

  /** Those of the ids that may have stored samples, whether they are remembered here or not. */
  stored(ids: readonly bigint[]): Promise<bigint[]> {
    return this.catalogue.among(ids);
  }

  /** Takes what is declared of families; a type that is new holds for the series that exist already. */
  declare(families: Declarations): Promise<void> {
    return this.catalogue.declare(families, this.config.MAX_SERIES);
  }

  /**
   * Forgets series that were silent for a day, and takes those without a sample since `before` (ms) out of the catalogue. They go from
   * memory first: one that wakes up meanwhile is new again, writes its record with its time, and so is not deleted.
   */
  async retire(before: number): Promise<void> {
    this.known.deleteSilent(before);
    this.forget();
    const silent = Math.max(before, this.clock.now() - FORGET_MS);
    await this.catalogue.retire(before, silent, (low, high) => this.known.table.find(low, high) >= 0);
  }

  /** Forgets series that were silent for a day, and keeps the catalogue in few large pieces. */
  tidy(): Promise<void> {
    this.forget();
    return this.catalogue.tidy();
  }

  private forget(): void {
    const now = this.clock.now();
    if (now - this.mark.at >= QUIET_MS) this.mark = { at: now, group: this.known.group, groupBefore: this.mark.group };
    this.known.deleteSilent(now - FORGET_MS, this.mark.groupBefore);
  }
}
