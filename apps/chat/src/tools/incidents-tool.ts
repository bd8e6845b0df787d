import { type Incident, ListIncidents } from '@cloudops/contracts';
import { z } from 'zod';
import { matchEntity } from '../entities/match-entity.ts';
import { describeIncident } from '../wording/describe-incident.ts';
import { defineTool } from './tool.ts';

/** Newest incidents, open or resolved, of everything or of one entity (its own, or with a signal of it). */
export const incidentsTool = defineTool({
  name: 'incidents',
  description: 'Incidents, newest first. Use `incident` with an id for the signals, causes and timeline of one.',
  schema: z.object({
    state: z.enum(['open', 'resolved']).optional(),
    entity: z.string().max(253).optional(),
    limit: z.number().int().min(1).max(20).optional(),
  }),
  async run({ state, entity, limit = 10 }, { facts, now, signal }) {
    const page = await facts.ask(
      ListIncidents,
      { ...(state === undefined ? {} : { state }), limit: entity === undefined ? limit : 200 },
      { signal },
    );
    const incidents = ofEntity(page.incidents, entity).slice(0, limit);
    const summary = `${incidents.length === 0 ? 'No' : incidents.length} ${state === undefined ? '' : `${state} `}incident${incidents.length === 1 ? '' : 's'}${entity === undefined ? '' : ` of ${entity}`}`;
    return {
      data: { incidents },
      lines: [summary, ...incidents.map((i) => `id ${i.id}: ${describeIncident(i, now)}`)],
      summary,
      link: '/#/',
      chart: null,
    };
  },
});

function ofEntity(incidents: readonly Incident[], mention: string | undefined): readonly Incident[] {
  if (mention === undefined) return incidents;
  const meant = matchEntity(
    mention,
    incidents.flatMap((i) => [i.entity, ...i.anomalies.map((a) => a.entity)]),
  );
  if (meant === undefined) return [];
  return incidents.filter((i) => i.entity.id === meant.id || i.anomalies.some((a) => a.entity.id === meant.id));
}
