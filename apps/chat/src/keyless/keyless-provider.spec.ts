import { DomainError, GetRemediation, ListForecasts, ListIncidents, ListRemediations } from '@cloudops/contracts';
import { aForecast } from '@cloudops/testing';
import { describe, expect, it } from '@jest/globals';
import { drillSituation, INCIDENT, REMEDIATION } from '../testing/drill-situation.ts';
import { RecordedFacts } from '../testing/recorded-facts.ts';
import { aTurn } from '../testing/turns.ts';
import type { Facts } from '../tools/facts.ts';
import { KeylessProvider } from './keyless-provider.ts';

async function ask(question: string, over: { facts?: Facts; history?: string[] } = {}) {
  const history = (over.history ?? []).map((q) => ({ question: q, text: '' }));
  const t = aTurn(question, { history, ...(over.facts === undefined ? {} : { facts: over.facts }) });
  await new KeylessProvider().answer(t.turn, t.say);
  return { text: t.text(), evidence: t.evidence, calls: t.calls };
}

describe('the keyless answerer', () => {
  it('tells the whole story of the drill from the data', async () => {
    const { text, evidence } = await ask('what happened to drill-workload and what did you do about it?');
    expect(text).toContain('drill-workload had a high incident');
    expect(text).toContain('mean http_request_duration_seconds{route="/work"} was 850 ms, expected 50 ms (40 ms to 60 ms)');
    expect(text).toContain('The workload drill-workload was restarted at 12:00:12 UTC');
    expect(text).toContain('approved automatically by policy rule "drill-auto" (the drill may restart its own workload)');
    expect(text).toContain('The fix was verified at 12:00:40 UTC');
    expect(text).toContain('was resolved at 12:01:00 UTC');
    expect(evidence.map((e) => e.tool)).toEqual(['incidents', 'incident', 'remediations', 'remediation']);
    for (const id of ['e2', 'e4']) expect(text).toContain(`[${id}]`);
    expect(evidence[1]?.chart?.points).toHaveLength(10);
  });

  it.each(['drill workload', 'drill-worklaod', '"drill-workload"', 'Drill-Workload'])('understands %s', async (name) => {
    expect((await ask(`what happened to ${name.includes(' ') ? `"${name}"` : name}?`)).text).toContain('drill-workload had a');
  });

  it('says what it knows when the thing asked about is unknown', async () => {
    const { text, evidence } = await ask('what happened to payments?');
    expect(text).toContain('I know nothing called "payments"');
    expect(text).toContain('drill-workload');
    expect(evidence).toEqual([]);
  });

  it('says when something will be used up, and when nothing will', async () => {
    const facts = drillSituation().on(ListForecasts, () => ({ forecasts: [aForecast()], watched: 4, learning: 1 }));
    expect((await ask('disk full when?', { facts })).text).toBe(
      'By their trends, soonest first: [e1]\n- Disk space of /data of web is used up in 9 h (6 h to 14 h): 10.8 GB left, 1.2 GB less every hour over the last 6 h\n1 of 4 quantities are not known long enough to say anything.',
    );
    expect((await ask('when do we run out of memory?', { facts })).text).toContain('No memory runs out within the next 30 days');
  });

  it('names the person who approved', async () => {
    const approvedBy = { id: 'alice', role: 'approver' as const };
    const facts = drillSituation().on(ListRemediations, () => ({ remediations: [REMEDIATION], cursor: null }));
    facts.on(GetRemediation, () => ({ remediation: { ...REMEDIATION, approvedBy } }));
    expect((await ask('who approved it?', { facts })).text).toContain('approved by alice (approver), as policy rule "drill-auto"');
  });

  it('does not claim a deed that did not happen', async () => {
    const refused = {
      ...REMEDIATION,
      state: 'refused' as const,
      finishedAt: null,
      verifiedAt: null,
      reason: 'the cooldown has not passed',
    };
    const facts = drillSituation()
      .on(ListRemediations, () => ({ remediations: [refused], cursor: null }))
      .on(GetRemediation, () => ({ remediation: refused }));
    const { text } = await ask('what did you do about it?', { facts });
    expect(text).toContain('was not touched');
    expect(text).toContain('It is refused: the cooldown has not passed');
    expect(text).not.toMatch(/was restarted|verified at/);
  });

  it('says that nothing was done when nothing was proposed', async () => {
    const facts = drillSituation().on(ListRemediations, () => ({ remediations: [], cursor: null }));
    expect((await ask('what did you do about it?', { facts })).text).toContain('I did nothing about');
  });

  it('gives current values with their course', async () => {
    const { text, evidence } = await ask("What's the current CPU?");
    expect(text).toContain('CPU of web-1 is 20 % (across 2 cores)');
    expect(evidence[0]?.chart).toMatchObject({ title: 'CPU of web-1', unit: 'percent' });
    expect((await ask('how much memory is in use?')).text).toContain('Memory of web-1 is 25 % (2 GiB of 8 GiB in use)');
    expect((await ask('disk?')).text).toContain('Disk of web-1 is 80 % (/: 80 GiB of 100 GiB in use)');
  });

  it('reads a workload by its process metrics, and follows up', async () => {
    expect((await ask('memory of drill-workload')).text).toContain('Process memory of drill-workload is 64 MiB (resident)');
    expect((await ask('and memory?', { history: ['cpu of web-1'] })).text).toContain('Memory of web-1 is 25 %');
  });

  it('reads any metric by name', async () => {
    expect((await ask('show node_load1 for the last hour')).text).toContain('node_load1 of web-1: latest 1.5');
    expect((await ask('http_request_duration_seconds of drill-workload')).text).toContain(
      'mean http_request_duration_seconds{route="/work"} of drill-workload: latest 850 ms',
    );
  });

  it('reports status, anomalies, logs, approvals and runbooks', async () => {
    expect((await ask('how is everything?')).text).toContain(
      'Everything looks fine: 5 of 5 services ready, 0 open incidents, 0 open anomalies.',
    );
    expect((await ask('any current anomalies?')).text).toContain('There are no open anomalies');
    expect((await ask('summarize the last 3 anomalies')).text).toContain('1 anomaly, newest first');
    expect((await ask('is anything waiting for approval?')).text).toContain('1 remediation waits for approval');
    expect((await ask('which runbooks are there?')).text).toContain('restart-on-latency v1');
  });

  it('keeps secrets of logs out of the answer and the evidence', async () => {
    const { text, evidence } = await ask('show errors of the last hour');
    expect(text).toContain('12:03:00 UTC ERROR gateway: upstream failed, password=[redacted]');
    expect(JSON.stringify([text, evidence])).not.toContain('hunter2');
  });

  it('never acts', async () => {
    const { text, calls } = await ask('restart drill-workload');
    expect(text).toContain('I cannot restart, approve or change anything');
    expect(calls).toEqual(['remediations ok']);
  });

  it('says that it did not understand, with examples and without a guess', async () => {
    const { text, calls } = await ask('what is the weather in Paris?');
    expect(text).toContain('I did not understand');
    expect(text).toContain('How is everything?');
    expect(calls).toEqual([]);
  });

  it('tells which part it could not find out', async () => {
    expect((await ask('what happened?', { facts: new RecordedFacts() })).text).toContain('I could not find out');
    const facts = drillSituation().on(ListIncidents, () => Promise.reject(new DomainError('timeout', 'deadline', 'slow')));
    expect((await ask('how is everything?', { facts })).text).toContain('I could not read incidents');
  });

  it('prefers the incident that is open', async () => {
    const open = { ...INCIDENT, id: 'incident-open', state: 'open' as const, resolvedAt: null, title: 'It burns' };
    const facts = drillSituation().on(ListIncidents, () => ({ incidents: [INCIDENT, open], cursor: null }));
    await ask('what happened?', { facts });
    expect(facts.asked.find((a) => a.subject === 'incidents.get.v1')?.data).toEqual({ id: 'incident-open' });
  });
});
