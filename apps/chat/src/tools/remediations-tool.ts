import { ListRemediations } from '@cloudops/contracts';
import { z } from 'zod';
import { describeRemediation } from '../wording/describe-remediation.ts';
import { defineTool } from './tool.ts';

/** What was proposed, refused or done, newest first. */
export const remediationsTool = defineTool({
  name: 'remediations',
  description:
    'Remediations (proposed, refused, suggested or executed actions), newest first; those of one incident, or those that wait for approval.',
  schema: z.object({
    incidentId: z.string().max(100).optional(),
    pending: z.boolean().optional().describe('true: only those that wait for a person to approve them'),
    limit: z.number().int().min(1).max(20).optional(),
  }),
  async run({ incidentId, pending, limit = 10 }, { facts, now, signal }) {
    const filter = { ...(incidentId === undefined ? {} : { incidentId }), ...(pending === true ? { state: 'checked' as const } : {}) };
    const { remediations } = await facts.ask(ListRemediations, { ...filter, limit }, { signal });
    const summary = `${remediations.length === 0 ? 'No' : remediations.length} remediation${remediations.length === 1 ? '' : 's'}${pending === true ? ' waiting for approval' : ''}${incidentId === undefined ? '' : ' for this incident'}`;
    return {
      data: { remediations },
      lines: [summary, ...remediations.map((r) => `id ${r.id}: ${describeRemediation(r, now)}`)],
      summary,
      link: '/#/',
      chart: null,
    };
  },
});
