import { DomainError, type Labels, type Matcher, type MetricType } from '@cloudops/contracts';
import { declaredType, NAME_LABEL, PrometheusSources, type PastSeries, type TimeWindow } from '@cloudops/domain-series';
import { Injectable } from '@nestjs/common';
import { z } from 'zod';

const TIMEOUT_MS = 30_000;
/** About 600 000 samples as JSON. */
const MAX_ANSWER_BYTES = 16 * 1024 * 1024;

const Names = z.array(z.string());
const Metadata = z.record(z.string(), z.array(z.object({ type: z.string() })));
const Matrix = z.object({
  resultType: z.literal('matrix'),
  result: z.array(z.object({ metric: z.record(z.string(), z.string()), values: z.array(z.tuple([z.number(), z.string()])).default([]) })),
});

/** The HTTP API of Prometheus and of what speaks it. Redirects are not followed: they could lead where no address may. */
@Injectable()
export class HttpPrometheus extends PrometheusSources {
  async names(url: string, matchers: readonly Matcher[], { after, to }: TimeWindow): Promise<string[]> {
    const query = new URLSearchParams({ 'match[]': selectorText(matchers), start: seconds(after), end: seconds(to) });
    const names = Names.parse(await this.ask(url, `label/${NAME_LABEL}/values?${query.toString()}`));
    return names.sort((a, b) => (a < b ? -1 : 1));
  }

  async samples(url: string, matchers: readonly Matcher[], { after, to }: TimeWindow): Promise<PastSeries[]> {
    // Prometheus 3 leaves the earliest moment of a range out, 2 does not: one more ms, and then what is wanted
    const query = new URLSearchParams({ query: `${selectorText(matchers)}[${to - after + 1}ms]`, time: seconds(to) });
    const { result } = Matrix.parse(await this.ask(url, `query?${query.toString()}`));
    return result.map(({ metric, values }) => {
      const wanted = values
        .map(([at, value]) => [Math.round(at * 1000), numberOf(value)] as const)
        .filter(([at]) => at > after && at <= to);
      const samples = { times: Float64Array.from(wanted, ([at]) => at), values: Float64Array.from(wanted, ([, value]) => value) };
      return { labels: metric satisfies Labels, samples };
    });
  }

  async types(url: string): Promise<ReadonlyMap<string, MetricType>> {
    const families = Object.entries(Metadata.parse(await this.ask(url, 'metadata')));
    return new Map(families.map(([family, [first]]) => [family, declaredType(first?.type ?? 'unknown')]));
  }

  private async ask(url: string, path: string): Promise<unknown> {
    const signal = AbortSignal.timeout(TIMEOUT_MS);
    try {
      const response = await fetch(`${url.replace(/\/+$/, '')}/api/v1/${path}`, { signal, redirect: 'error' });
      const text = await textOf(response);
      if (response.ok) return (JSON.parse(text) as { data?: unknown }).data;
      throw refusalOf(response.status, text);
    } catch (error) {
      if (error instanceof DomainError) throw error;
      if (signal.aborted)
        throw new DomainError('timeout', 'prometheus-timeout', `${url} did not answer in ${TIMEOUT_MS} ms`, { cause: error });
      const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
      const why = cause instanceof Error ? cause.message : String(cause);
      throw new DomainError('unavailable', 'prometheus-unreachable', `${url} cannot be read: ${why}`, { cause: error });
    }
  }
}

async function textOf(response: Response): Promise<string> {
  const decoder = new TextDecoder();
  let text = '';
  let bytes = 0;
  for await (const part of (response.body ?? []) as AsyncIterable<Uint8Array>) {
    bytes += part.length;
    if (bytes > MAX_ANSWER_BYTES) throw tooLarge(`The answer is larger than ${MAX_ANSWER_BYTES} bytes`);
    text += decoder.decode(part, { stream: true });
  }
  return text + decoder.decode();
}

function refusalOf(status: number, text: string): DomainError {
  const excerpt = text.slice(0, 300);
  if (status === 422) return tooLarge(excerpt); // query.max-samples of the server
  const isFinal = status >= 400 && status < 500 && status !== 429;
  return new DomainError(isFinal ? 'invalid' : 'unavailable', 'prometheus-refused', `Prometheus answered ${status}: ${excerpt}`);
}

const tooLarge = (message: string): DomainError => new DomainError('too-large', 'prometheus-answer-too-large', message);
const seconds = (ms: number): string => (ms / 1000).toFixed(3);
const numberOf = (text: string): number => (text === '+Inf' ? Infinity : text === '-Inf' ? -Infinity : Number(text));
const selectorText = (matchers: readonly Matcher[]): string =>
  `{${matchers.map(({ label, op, value }) => `${label}${op}${JSON.stringify(value)}`).join(',')}}`;
