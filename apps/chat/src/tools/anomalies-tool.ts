import { type Anomaly, ListAnomalies } from '@cloudops/contracts';
import { z } from 'zod';
import { matchEntity } from '../entities/match-entity.ts';
import { describeAnomaly } from '../wording/describe-anomaly.ts';
import { defineTool } from './tool.ts';

/** Newest anomalies, open or all, of everything or of one entity. */
export const anomaliesTool = defineTool({
  name: 'anomalies',
  description: 'Anomalies that the detectors found, newest first, each with the observed and the expected value.',
  schema: z.object({
    open: z.boolean().optional().describe('true: only those that are going on now'),
    entity: z.string().max(253).optional(),
    limit: z.number().int().min(1).max(20).optional(),
  }),
  async run({ open, entity, limit = 10 }, { facts, now, signal }) {
    const page = await facts.ask(
      ListAnomalies,
      { ...(open === undefined ? {} : { open }), limit: entity === undefined ? limit : 500 },
      { signal },
    );
    const anomalies = ofEntity(page.anomalies, entity).slice(0, limit);
    const summary = `${anomalies.length === 0 ? 'No' : anomalies.length}${open === true ? ' open' : ''} anomal${anomalies.length === 1 ? 'y' : 'ies'}${entity === undefined ? '' : ` of ${entity}`}`;
    return {
      data: { anomalies },
      lines: [summary, ...anomalies.map((a) => describeAnomaly(a, now))],
      summary,
      link: '/#/',
      chart: null,
    };
  },
});

function ofEntity(anomalies: readonly Anomaly[], mention: string | undefined): readonly Anomaly[] {
  if (mention === undefined) return anomalies;
  const meant = matchEntity(
    mention,
    anomalies.map((a) => a.entity),
  );
  return meant === undefined ? [] : anomalies.filter((a) => a.entity.id === meant.id);
}
