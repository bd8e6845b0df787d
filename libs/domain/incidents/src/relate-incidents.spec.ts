import { describe, expect, it } from '@jest/globals';
import { anEntity, anIncident } from '@cloudops/testing';
import { relateIncidents } from './relate-incidents.ts';

const incident = (id: string, onsetAt = '2026-01-15T12:00:00.000Z') => anIncident({ id, entity: anEntity({ id }), onsetAt, title: id });
const depends = (one: ReturnType<typeof incident>, ...on: string[]) => ({
  incident: one,
  dependencies: new Set(on.map((id) => `test/workload/${id}`)),
});

describe('relateIncidents', () => {
  it('links both ways what depends on each other and began together', () => {
    const related = relateIncidents([depends(incident('web'), 'db', 'cache'), depends(incident('db')), depends(incident('mail'))]);
    expect(Object.fromEntries(related)).toMatchObject({
      web: [{ id: 'db', relation: 'dependency' }],
      db: [{ id: 'web', relation: 'dependent' }],
      mail: [],
    });
  });
  it('not what began half an hour apart', () => {
    const late = incident('db', '2026-01-15T12:30:00.000Z');
    expect(relateIncidents([depends(incident('web'), 'db'), depends(late)]).get('web')).toEqual([]);
  });
  it('once in a circle of calls', () => {
    const related = relateIncidents([depends(incident('web'), 'db'), depends(incident('db'), 'web')]);
    expect(related.get('web')).toMatchObject([{ id: 'db', relation: 'dependency' }]);
  });
});
