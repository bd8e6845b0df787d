import { describe, expect, it } from '@jest/globals';
import { parseExposition } from './exposition.ts';
import { bitsOf, isStale } from './samples.ts';
import { ScrapeSession } from './scrape-session.ts';
import type { SeriesSamples } from './series-samples.ts';

const text = { openMetrics: false, maxSamples: 100 };
const seen = (all: SeriesSamples[]) =>
  all.map(({ identity, samples }) => [
    identity.labels.map(([name, value]) => `${name}=${value}`).join(' '),
    samples.times[0],
    isStale(bitsOf(samples.values), 0) ? 'stale' : samples.values[0],
  ]);

describe('ScrapeSession', () => {
  it('adds labels, keeps the exposed ones under exported_, marks what vanished', () => {
    const session = new ScrapeSession({ job: 'web', instance: 'h:1' });
    expect(seen(session.observe(parseExposition('a{job="x"} 1\nb 2\nb 3\nc 4 500', text), 1000))).toEqual([
      ['__name__=a exported_job=x instance=h:1 job=web', 1000, 1],
      ['__name__=b instance=h:1 job=web', 1000, 2],
      ['__name__=c instance=h:1 job=web', 500, 4],
    ]);
    expect(seen(session.observe(parseExposition('b 2', text), 2000))).toEqual([
      ['__name__=b instance=h:1 job=web', 2000, 2],
      ['__name__=a exported_job=x instance=h:1 job=web', 2000, 'stale'],
    ]);
  });

  it('ends everything when the target is gone, its reports too', () => {
    const session = new ScrapeSession({ job: 'web' });
    session.observe(parseExposition('a 1', text), 1000);
    session.report('up', 1, 1000);
    expect(seen(session.close(2000))).toEqual([
      ['__name__=a job=web', 2000, 'stale'],
      ['__name__=up job=web', 2000, 'stale'],
    ]);
  });
});
