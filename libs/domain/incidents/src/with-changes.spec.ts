import { describe, expect, it } from '@jest/globals';
import type { OperationalChange } from '@cloudops/contracts';
import { anEntity, anIncident, aRemediation } from '@cloudops/testing';
import { changeOfRemediation, withChanges } from './with-changes.ts';

const change = (at: string, over: Partial<OperationalChange> = {}): OperationalChange => ({
  ...{ id: at, kind: 'deployment', entity: anEntity(), at, title: 'web\n2.1', link: null, source: 'github', ...over },
});
const incident = anIncident({ openedAt: '2026-01-15T12:00:05.000Z' });
const opened = { id: 't', at: '2026-01-15T12:00:05.000Z', type: 'incident.opened.v1', text: 'opened' };

describe('withChanges', () => {
  it('puts a change where it belongs, in one line', () => {
    expect(
      withChanges([opened], [change('2026-01-15T11:58:00.000Z'), change('2026-01-15T12:10:00.000Z')], incident).map((t) => t.text),
    ).toEqual([
      'Change (deployment) of workload web: "web 2.1", says github.',
      'opened',
      'Change (deployment) of workload web: "web 2.1", says github.',
    ]);
  });
  it('does not tell its own remediation twice, but an earlier one', () => {
    const remediation = aRemediation({ target: anEntity() });
    const own = changeOfRemediation(remediation, new Date('2026-01-15T12:01:00.000Z'));
    const earlier = changeOfRemediation(remediation, new Date('2026-01-15T11:50:00.000Z'));
    expect(withChanges([opened], [own], incident)).toEqual([opened]);
    expect(withChanges([opened], [earlier], incident)).toHaveLength(2);
  });
});
