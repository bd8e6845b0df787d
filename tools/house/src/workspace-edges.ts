import { z } from 'zod';

/** The part of `nx graph --file` that we read. */
const Graph = z.object({
  graph: z.object({
    nodes: z.record(z.string(), z.object({ data: z.object({ root: z.string(), tags: z.array(z.string()).optional() }) })),
    dependencies: z.record(z.string(), z.array(z.object({ source: z.string(), target: z.string() }))),
  }),
});

export interface Edge {
  readonly from: string;
  readonly to: string;
}

/** Every dependency between two workspaces as folders, from the JSON of `nx graph --file`. */
export function workspaceEdges(graphJson: string): Edge[] {
  const { nodes, dependencies } = Graph.parse(JSON.parse(graphJson)).graph;
  const folder = (name: string): string => nodes[name]?.data.root ?? name;
  return Object.values(dependencies)
    .flat()
    .map(({ source, target }) => ({ from: folder(source), to: folder(target) }));
}

/** Dependencies of an app on another app: there must be none, except that acceptance may drive them as processes. */
export const appToApp = (edges: readonly Edge[]): Edge[] =>
  edges.filter(({ from, to }) => from !== to && from.startsWith('apps/') && to.startsWith('apps/'));
