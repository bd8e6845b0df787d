import { DomainError, type Matcher } from '@cloudops/contracts';
import {
  type InstantQuery,
  type QueryResult,
  type RangeQuery,
  type SelectedSeries,
  tooCostly,
  UpstreamQueries,
} from '@cloudops/domain-promql';
import { canonicalLabels, matches, mergeSamples, type Samples } from '@cloudops/domain-series';
import { Inject, Injectable } from '@nestjs/common';
import { CONFIG, type MetricsIngestConfig } from '../metrics-ingest.config.ts';
import { askPrometheus, secondsText, selectorText } from './ask-prometheus.ts';
import { rawSeries, upstreamResult } from './upstream-result.ts';

const TIMEOUT_MS = 25_000;
/** About 600 000 samples as JSON. */
const MAX_BYTES = 16 * 1024 * 1024;
/** A window of raw samples that is too large even so is refused. */
const SHORTEST_MS = 60_000;

type Window = { readonly matchers: readonly Matcher[]; readonly from: number; readonly to: number };

/** UPSTREAM_PROMETHEUS_URL over HTTP: the one address that queries may be passed on to. */
@Injectable()
export class HttpUpstream extends UpstreamQueries {
  constructor(@Inject(CONFIG) private readonly config: MetricsIngestConfig) {
    super();
  }

  get isConfigured(): boolean {
    return this.config.UPSTREAM_PROMETHEUS_URL !== undefined;
  }

  instant({ query, time, lookbackMs }: InstantQuery, signal: AbortSignal): Promise<QueryResult> {
    return this.evaluate('query', { query, time: secondsText(time) }, lookbackMs, signal);
  }

  range({ query, start, end, stepMs, lookbackMs }: RangeQuery, signal: AbortSignal): Promise<QueryResult> {
    const parameters = { query, start: secondsText(start), end: secondsText(end), step: secondsText(stepMs) };
    return this.evaluate('query_range', parameters, lookbackMs, signal);
  }

  async samples({ matchers, from, to, maxSamples }: Window & { maxSamples: number }, signal: AbortSignal): Promise<SelectedSeries[]> {
    const own = this.config.UPSTREAM_EXTERNAL_LABELS;
    // labels that the upstream gives what it sends, and does not have itself
    const external = matchers.filter(({ label }) => Object.hasOwn(own, label));
    if (!matches(external, '', own)) return [];
    const left = matchers.filter((matcher) => !external.includes(matcher));
    const asked = left.some(({ op, value }) => op === '=' && value !== '')
      ? left
      : [...left, { label: '__name__', op: '=~' as const, value: '.+' }];
    const runs = new Map<string, { labels: SelectedSeries['labels']; runs: Samples[] }>();
    let count = 0;
    for await (const { metric, samples } of this.windows({ matchers: asked, from, to }, signal)) {
      count += samples.times.length;
      if (count > maxSamples) throw tooCostly('query reads too many samples; narrow its selectors or shorten its ranges');
      const labels = canonicalLabels({ ...metric, ...own });
      const key = JSON.stringify(labels);
      const known = runs.get(key) ?? { labels, runs: [] };
      known.runs.push(samples);
      runs.set(key, known);
    }
    return [...runs.values()].map((one) => ({ labels: one.labels, samples: mergeSamples(one.runs) }));
  }

  /** Halves the window until its answer fits, earlier half first. */
  private async *windows(window: Window, signal: AbortSignal): ReturnType<typeof this.read> {
    try {
      yield* this.read(window, signal);
    } catch (error) {
      const length = window.to - window.from;
      if (!(error instanceof DomainError && error.kind === 'too-large' && length > SHORTEST_MS)) throw error;
      const middle = Math.floor(window.from + length / 2);
      yield* this.windows({ ...window, to: middle }, signal);
      yield* this.windows({ ...window, from: middle + 1 }, signal);
    }
  }

  private async *read(
    { matchers, from, to }: Window,
    signal: AbortSignal,
  ): AsyncGenerator<{ metric: Record<string, string>; samples: Samples }> {
    // Prometheus 3 leaves the earliest moment of a range out, 2 does not: one more ms, and then what is wanted
    const query = `${selectorText(matchers)}[${Math.max(1, to - from + 1)}ms]`;
    const data = await this.ask('query', { query, time: secondsText(to) }, signal);
    yield* rawSeries(data, from, to);
  }

  private async evaluate(
    path: string,
    parameters: Record<string, string>,
    lookbackMs: number | undefined,
    signal: AbortSignal,
  ): Promise<QueryResult> {
    const lookback: [string, string][] = lookbackMs === undefined ? [] : [['lookback_delta', secondsText(lookbackMs)]];
    return upstreamResult(await this.ask(path, { ...parameters, ...Object.fromEntries(lookback) }, signal));
  }

  private async ask(path: string, parameters: Record<string, string>, signal: AbortSignal): Promise<unknown> {
    const url = this.config.UPSTREAM_PROMETHEUS_URL;
    if (url === undefined) throw new DomainError('unavailable', 'no-upstream', 'No upstream Prometheus is configured');
    const form = new URLSearchParams({ ...parameters, timeout: `${TIMEOUT_MS}ms` });
    const { status, text } = await askPrometheus({
      url,
      path,
      form,
      headers: this.headers,
      timeoutMs: TIMEOUT_MS,
      maxBytes: MAX_BYTES,
      signal,
    });
    const answer = parsed(text);
    if (status === 200 && answer?.status === 'success') return answer;
    throw refusal(status, answer?.error ?? text.slice(0, 300));
  }

  private get headers(): Record<string, string> {
    const { UPSTREAM_PROMETHEUS_BEARER: bearer, UPSTREAM_PROMETHEUS_USER: user, UPSTREAM_PROMETHEUS_PASSWORD: password } = this.config;
    if (bearer !== undefined) return { authorization: `Bearer ${bearer}` };
    if (user === undefined) return {};
    return { authorization: `Basic ${Buffer.from(`${user}:${password ?? ''}`).toString('base64')}` };
  }
}

function parsed(text: string): { readonly status?: string; readonly error?: string } | undefined {
  try {
    return JSON.parse(text) as { status?: string; error?: string };
  } catch {
    return undefined;
  }
}

function refusal(status: number, said: string): DomainError {
  const message = `the upstream Prometheus says: ${said}`;
  if (status === 400) return new DomainError('invalid', 'promql-bad-data', message, { field: 'query' });
  if (status === 422 && /too many samples/i.test(said))
    return new DomainError('too-large', 'promql-too-costly', message, { field: 'query' });
  if (status === 422) return new DomainError('invalid', 'promql-execution', message);
  return new DomainError('unavailable', 'upstream-refused', `the upstream Prometheus answered ${status}: ${said}`);
}
