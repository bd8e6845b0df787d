import { DomainError, type Labels, type Matcher, type MetricType } from '@cloudops/contracts';
import { declaredType, NAME_LABEL, PrometheusSources, type PastSeries, type TimeWindow } from '@cloudops/domain-series';
import { Injectable } from '@nestjs/common';
import { z } from 'zod';
import { answerTooLarge, askPrometheus, numberOf, secondsText as seconds, selectorText } from './ask-prometheus.ts';

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
    const { status, text } = await askPrometheus({ url, path, timeoutMs: TIMEOUT_MS, maxBytes: MAX_ANSWER_BYTES });
    if (status === 200) return (JSON.parse(text) as { data?: unknown }).data;
    throw refusalOf(status, text);
  }
}

function refusalOf(status: number, text: string): DomainError {
  const excerpt = text.slice(0, 300);
  if (status === 422) return answerTooLarge(excerpt); // query.max-samples of the server
  const isFinal = status >= 400 && status < 500 && status !== 429;
  return new DomainError(isFinal ? 'invalid' : 'unavailable', 'prometheus-refused', `Prometheus answered ${status}: ${excerpt}`);
}
