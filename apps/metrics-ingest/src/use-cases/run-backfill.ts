import { DomainError, type Matcher, type MetricType } from '@cloudops/contracts';
import {
  afterTooLarge,
  afterWindow,
  Backfills,
  NAME_LABEL,
  nextName,
  parseSelector,
  PrometheusSources,
  windowOf,
  type BackfillJob,
  type BackfillStep,
} from '@cloudops/domain-series';
import { Injectable } from '@nestjs/common';
import { FillPast } from './fill-past.ts';

/** After a failure that may pass. */
const RETRY_MS = 10_000;

/** Takes the running backfill one metric name and one window of time further. Doing a step twice changes nothing. */
@Injectable()
export class RunBackfill {
  private names: { readonly key: string; readonly names: readonly string[] } | undefined;
  private types: { readonly url: string; readonly types: ReadonlyMap<string, MetricType> } | undefined;

  constructor(
    private readonly backfills: Backfills,
    private readonly sources: PrometheusSources,
    private readonly fill: FillPast,
  ) {}

  /** @returns ms to wait before the next step, or undefined when nothing runs. */
  async execute(): Promise<number | undefined> {
    const job = await this.backfills.current();
    if (job === undefined) return undefined;
    try {
      const step = await this.stepOf(job);
      await this.backfills.advance(job.id, job.cursor, step); // false: cancelled meanwhile, or another process was faster
      return (step.samplesRead / job.maxSamplesPerSecond) * 1000;
    } catch (error) {
      if (!(error instanceof DomainError)) throw error;
      await this.backfills.mark(job.id, error.retryable ? 'running' : 'failed', error.message);
      return error.retryable ? RETRY_MS : 0;
    }
  }

  private async stepOf(job: BackfillJob): Promise<BackfillStep> {
    const matchers = parseSelector(job.match);
    const name = nextName(await this.namesOf(job, matchers), job.cursor);
    if (name === undefined) return afterWindow(job);
    try {
      const series = await this.sources.samples(job.url, [...matchers, { label: NAME_LABEL, op: '=', value: name }], windowOf(job));
      const samplesAdded = await this.fill.execute(series, job.labels, await this.typesOf(job.url));
      const samplesRead = series.reduce((sum, { samples }) => sum + samples.times.length, 0);
      return { cursor: { ...job.cursor, lastName: name }, state: 'running', samplesRead, samplesAdded, message: '' };
    } catch (error) {
      if (error instanceof DomainError && error.kind === 'too-large') return afterTooLarge(job, name);
      throw error;
    }
  }

  private async namesOf(job: BackfillJob, matchers: readonly Matcher[]): Promise<readonly string[]> {
    const window = windowOf(job);
    const key = `${job.id} ${window.after} ${window.to}`;
    if (this.names?.key !== key) this.names = { key, names: await this.sources.names(job.url, matchers, window) };
    return this.names.names;
  }

  private async typesOf(url: string): Promise<ReadonlyMap<string, MetricType>> {
    if (this.types?.url !== url) this.types = { url, types: await this.sources.types(url) };
    return this.types.types;
  }
}
