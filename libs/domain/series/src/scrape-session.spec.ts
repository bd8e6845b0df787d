import { describe, expect, it } from '@jest/globals';
import { RelabelRule } from '@cloudops/contracts';
import { parseExposition } from './exposition.ts';
import { bitsOf, isStale } from './samples.ts';
import { compileRelabelling } from './relabelling.ts';
import { ScrapeSession } from './scrape-session.ts';
import type { SeriesSamples } from './series-samples.ts';

const rule = (given: Partial<RelabelRule>) => RelabelRule.parse(given);
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

  it('relabels, drops, limits what is left, and takes its own time where timestamps are not honoured', () => {
    const rules = {
      relabel: compileRelabelling([rule({ action: 'drop', sourceLabels: ['__name__'], regex: 'go_.*' })]),
      honorTimestamps: false,
    };
    const session = new ScrapeSession({ job: 'web' }, { ...rules, sampleLimit: 2 });
    const exposition = parseExposition('go_gc 1\nb 2 500\nc 3', text);
    for (const time of [1000, 2000])
      expect(seen(session.observe(exposition, time))).toEqual([
        ['__name__=b job=web', time, 2],
        ['__name__=c job=web', time, 3],
      ]);
    expect(() => session.observe(parseExposition('b 1\nc 1\nd 1', text), 3000)).toThrow(expect.objectContaining({ code: 'sample-limit' }));
    expect(seen(session.end(4000))).toHaveLength(2);
  });
});
