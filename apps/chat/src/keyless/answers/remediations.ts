import { remediationsTool } from '../../tools/remediations-tool.ts';
import { runbooksTool } from '../../tools/runbooks-tool.ts';
import { describeRemediation } from '../../wording/describe-remediation.ts';
import { bullets, cite, type Reply } from './reply.ts';

export const pendingReply: Reply = async (_intent, tools) => {
  const used = await tools.use(remediationsTool, { pending: true, limit: 20 });
  const { remediations } = used.data;
  if (remediations.length === 0) return `Nothing waits for approval. ${cite(used)}`;
  const lines = remediations.map((r) => `${describeRemediation(r, tools.now)}. Plan: ${r.plan}`);
  return `${remediations.length} remediation${remediations.length === 1 ? ' waits' : 's wait'} for approval: ${cite(used)}\n${bullets(lines)}`;
};

export const remediationsReply: Reply = async (intent, tools) => {
  const used = await tools.use(remediationsTool, { limit: intent.count ?? 5 });
  const { remediations } = used.data;
  if (remediations.length === 0) return `There has been no remediation yet. ${cite(used)}`;
  return `The latest remediations: ${cite(used)}\n${bullets(remediations.map((r) => describeRemediation(r, tools.now)))}`;
};

export const runbooksReply: Reply = async (_intent, tools) => {
  const used = await tools.use(runbooksTool, {});
  const { runbooks, entries } = used.data;
  if (runbooks.length === 0) return `There are no runbooks. ${cite(used)}`;
  const list = bullets(runbooks.map((r) => `${r.id} v${r.version}: ${r.title} (${r.actionKind})`));
  const targets =
    entries.length === 0 ? 'The inventory is empty, so none of them can act.' : `They may act on: ${entries.map((e) => e.id).join(', ')}.`;
  return `There ${runbooks.length === 1 ? 'is 1 runbook' : `are ${runbooks.length} runbooks`}: ${cite(used)}\n${list}\n${targets}`;
};

/** Chat never acts; it says so, and where the decision is taken. */
export const actionReply: Reply = async (intent, tools) =>
  `I only read and explain; I cannot restart, approve or change anything. Actions are proposed by runbooks, decided by policy, and approved by people in the console.\n${await pendingReply(intent, tools)}`;
