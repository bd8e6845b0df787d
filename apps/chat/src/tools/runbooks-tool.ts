import { ListInventory, ListRunbooks } from '@cloudops/contracts';
import { z } from 'zod';
import { defineTool } from './tool.ts';

/** The runbooks that exist and what they may act on. */
export const runbooksTool = defineTool({
  name: 'runbooks',
  description: 'Runbooks that can be proposed, and the inventory: the things that they may act on.',
  schema: z.object({}),
  async run(_args, { facts, signal }) {
    const [{ runbooks }, { entries }] = await Promise.all([
      facts.ask(ListRunbooks, {}, { signal }),
      facts.ask(ListInventory, {}, { signal }),
    ]);
    const summary = `${runbooks.length} runbook${runbooks.length === 1 ? '' : 's'}, ${entries.length} thing${entries.length === 1 ? '' : 's'} in the inventory`;
    return {
      data: { runbooks, entries },
      lines: [
        summary,
        ...runbooks.slice(0, 30).map((r) => `runbook ${r.id} v${r.version}: ${r.title} (${r.actionKind})`),
        ...entries.slice(0, 30).map((e) => `inventory: ${e.id} is ${e.entity.kind} ${e.entity.id} in ${e.entity.environment}`),
      ],
      summary,
      link: null,
      chart: null,
    };
  },
});
