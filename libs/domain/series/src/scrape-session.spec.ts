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
    expect(seen(session.observe(parseExposition('a{job="x"} 1\nb 2\nb 3\nc 4 500', text), 1000).series)).toEqual([
      ['__name__=a exported_job=x instance=h:1 job=web', 1000, 1],
      ['__name__=b instance=h:1 job=web', 1000, 2],
      ['__name__=c instance=h:1 job=web', 500, 4],
    ]);
    expect(seen(session.observe(parseExposition('b 2', text), 2000).series)).toEqual([
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
      honorLabels: false,
    };
    const session = new ScrapeSession({ job: 'web' }, { ...rules, sampleLimit: 2 });
    const exposition = parseExposition('go_gc 1\nb 2 500\nc 3', text);
    for (const time of [1000, 2000])
      expect(seen(session.observe(exposition, time).series)).toEqual([
        ['__name__=b job=web', time, 2],
        ['__name__=c job=web', time, 3],
      ]);
    const over = session.observe(parseExposition('b 1\nc 1\nd 1\ngo_gc 1', text), 3000);
    expect(over).toMatchObject({ scraped: 4, kept: 3, added: 1, failure: { code: 'sample-limit' } });
    expect(seen(over.series).map(([, , value]) => value)).toEqual(['stale', 'stale']);
    expect(session.end(4000)).toEqual([]);
  });

  it('counts what is exposed, kept and new', () => {
    const session = new ScrapeSession({ job: 'web' });
    const counts = (body: string) => {
      const { scraped, kept, added } = session.observe(parseExposition(body, text), 1000);
      return [scraped, kept, added];
    };
    expect([counts('a 1\nb 1'), counts('a 2\nb 2'), counts('a 3\nc 1')]).toEqual([
      [2, 2, 2],
      [2, 2, 0],
      [2, 2, 1],
    ]);
  });

  it('gives each exemplar once, at its own time or that of the sample', () => {
    const session = new ScrapeSession({ job: 'web' });
    const found = (body: string, time: number) =>
      session
        .observe(parseExposition(`${body}\n# EOF`, { ...text, openMetrics: true }), time)
        .exemplars.map((one) => [one.time, one.value, one.labels]);
    expect(found('a_total 1 # {t="1"} 5', 1000)).toEqual([[1000, 5, { t: '1' }]]);
    expect(found('a_total 2 # {t="1"} 5', 2000)).toEqual([]);
    expect(found('a_total 3 # {t="2"} 5 1.5', 3000)).toEqual([[1500, 5, { t: '2' }]]);
  });

  it('lets exposed labels win where they are honoured, and finds a free name where they are not', () => {
    const body = parseExposition('a{job="x",exported_job="y"} 1', text);
    const honoured = new ScrapeSession(
      { job: 'web', zone: 'z' },
      { relabel: compileRelabelling([]), honorTimestamps: true, honorLabels: true, sampleLimit: Infinity },
    );
    expect(seen(honoured.observe(body, 1).series)).toEqual([['__name__=a exported_job=y job=x zone=z', 1, 1]]);
    expect(seen(new ScrapeSession({ job: 'web' }).observe(body, 1).series)).toEqual([
      ['__name__=a exported_exported_job=x exported_job=y job=web', 1, 1],
    ]);
  });
});
