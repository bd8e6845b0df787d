import { DomainError } from '@cloudops/contracts';
import { Expositions, parseExposition, type Exposition, type ScrapeBounds } from '@cloudops/domain-series';
import { Injectable } from '@nestjs/common';
import { boundedText, fetchFailure } from './bounded-text.ts';

const MAX_SAMPLES = 50_000;
/** As Prometheus asks: OpenMetrics first, for its exemplars. `fetch` unpacks what comes compressed. */
const ACCEPT =
  'application/openmetrics-text;version=1.0.0,application/openmetrics-text;version=0.0.1;q=0.75,text/plain;version=0.0.4;q=0.5,*/*;q=0.1';
const headersOf = (timeoutMs: number) => ({
  accept: ACCEPT,
  'accept-encoding': 'gzip',
  'user-agent': 'cloudops',
  'x-prometheus-scrape-timeout-seconds': String(timeoutMs / 1000),
});

/** Expositions over HTTP. Redirects are not followed: they could lead where no target may be. */
@Injectable()
export class HttpExpositions extends Expositions {
  async fetch(url: string, { timeoutMs, maxBytes }: ScrapeBounds): Promise<Exposition> {
    const signal = AbortSignal.timeout(timeoutMs);
    try {
      const response = await fetch(url, { signal, headers: headersOf(timeoutMs), redirect: 'error' });
      if (!response.ok) {
        await response.body?.cancel();
        throw new DomainError('unavailable', 'scrape-status', `The target answered ${response.status}`);
      }
      const openMetrics = response.headers.get('content-type')?.startsWith('application/openmetrics-text') ?? false;
      const tooLarge = () => new DomainError('too-large', 'scrape-too-large', `The exposition is larger than ${maxBytes} bytes`);
      return parseExposition(await boundedText(response, maxBytes, tooLarge), { openMetrics, maxSamples: MAX_SAMPLES });
    } catch (error) {
      throw failureOf(error, signal, timeoutMs);
    }
  }
}

function failureOf(error: unknown, signal: AbortSignal, timeoutMs: number): DomainError {
  if (error instanceof DomainError) return error;
  if (signal.aborted)
    return new DomainError('timeout', 'scrape-timeout', `The target did not answer within ${timeoutMs} ms`, { cause: error });
  return new DomainError('unavailable', 'scrape-failed', `The target cannot be read: ${fetchFailure(error)}`, { cause: error });
}
