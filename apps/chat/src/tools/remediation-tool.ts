import { GetRemediation, ListAudit } from '@cloudops/contracts';
import { z } from 'zod';
import { describeRemediation, verification } from '../wording/describe-remediation.ts';
import { clock } from '../wording/instants.ts';
import { defineTool } from './tool.ts';

/** One remediation with its checks, history and the audit rows that prove it. */
export const remediationTool = defineTool({
  name: 'remediation',
  description: 'One remediation in full: plan, policy decision, approval, what was done, verification, and its audit rows.',
  schema: z.object({ id: z.string().max(100) }),
  async run({ id }, { facts, now, signal }) {
    const [{ remediation: r }, audit] = await Promise.all([
      facts.ask(GetRemediation, { id }, { signal }),
      facts.ask(ListAudit, { remediationId: id, limit: 50 }, { signal }).catch(() => undefined),
    ]);
    const proof =
      audit === undefined
        ? 'audit: did not answer'
        : `audit: ${audit.rows.length} rows, chain ${audit.intact ? 'intact' : `broken at ${audit.brokenAt}`}`;
    return {
      data: { remediation: r, audit },
      lines: [
        describeRemediation(r, now),
        `plan: ${r.plan}`,
        verification(r, now),
        ...r.history.slice(-12).map((h) => `${clock(h.at, now)} ${h.state}: ${h.reason}`),
        proof,
        ...(audit?.rows ?? []).slice(-12).map((row) => `audit ${row.position} ${clock(row.at, now)} ${row.actor} ${row.action}`),
      ],
      summary: `${describeRemediation(r, now)}; ${proof}`,
      link: `/#/incidents/${encodeURIComponent(r.incidentId)}`,
      chart: null,
    };
  },
});
