import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { decide, REMEDIATIONS_CONTRACT, Remediations, sampleProposal } from '@cloudops/domain-remediation';
import { AuditChain } from '@cloudops/platform-postgres';
import { DataSource } from 'typeorm';
import { startRemediation, type StartedRemediation } from '../testing/start-remediation.ts';

let started: StartedRemediation;
let dataSource: DataSource;

beforeAll(async () => {
  started = await startRemediation({ timers: false });
  dataSource = started.app.get(DataSource);
}, 60_000);
afterAll(() => started.stop(), 60_000);

describe('PostgresRemediations', () => {
  beforeEach(async () => {
    await dataSource.query('delete from intent_outcomes');
    await dataSource.query('delete from intents');
    await dataSource.query('delete from remediations');
  });

  it.each(REMEDIATIONS_CONTRACT)('$name', ({ run }) => run(started.app.get(Remediations)));

  it('writes state, outbox and audit together, or none of them', async () => {
    const remediations = started.app.get(Remediations);
    const counts = async () =>
      (
        await dataSource.query('select (select count(*) from outbox)::int as outbox, (select count(*) from audit)::int as audit')
      )[0] as object;
    const before = await counts();
    await expect(
      remediations.update('rem-x', (s) => {
        const proposed = decide(sampleProposal('rem-x', new Date()), s);
        return [...proposed, ...proposed];
      }),
    ).rejects.toThrow(expect.objectContaining({ code: 'illegal-transition' }));
    expect(await counts()).toEqual(before);
    await remediations.update('rem-x', (s) => decide(sampleProposal('rem-x', new Date()), s));
    expect(await counts()).not.toEqual(before);
    expect(await started.app.get(AuditChain).verify()).toMatchObject({ intact: true });
    await expect(dataSource.query('delete from audit')).rejects.toThrow(/permission denied/);
  });

  it('may not write what the executor found out', async () => {
    await expect(dataSource.query(`insert into dry_runs (remediation_id, ok, message) values ('rem-x', false, '')`)).rejects.toThrow(
      /permission denied/,
    );
  });
});
