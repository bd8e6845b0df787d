import type { Rule } from 'eslint';
import { dirname, join } from 'node:path';
import { importVisitor } from '../import-visitor.ts';

type Layer = 'inbound' | 'use-cases' | 'outbound' | 'domain';

/** DESIGN.md: inbound -> use-cases -> domain; outbound -> domain. */
const MAY_SEE: Record<Layer, readonly Layer[]> = {
  inbound: ['inbound', 'use-cases', 'domain'],
  'use-cases': ['use-cases', 'domain'],
  outbound: ['outbound', 'domain'],
  domain: ['domain'],
};

/** Entries and wiring; they and the specs see both ends. */
const SEES_ALL = /(^|\/)(main|executor|supervisor)\.ts$|\.(module|worker|spec|fixture)\.ts$|\/testing\//;

const layerOf = (path: string): Layer | undefined =>
  /\/apps\/[^/]+\/src\/(inbound|use-cases|outbound|domain)\//.exec(path)?.[1] as Layer | undefined;

export const layers: Rule.RuleModule = {
  meta: {
    type: 'problem',
    schema: [],
    messages: {
      layer: '{{from}}/ may import {{allowed}}, not {{to}}/: only the module, the entries and specs see both ends.',
      bothEnds: 'This file imports inbound/ and outbound/: only *.module.ts, the entries and specs see both ends.',
    },
  },
  create(context) {
    const file = context.filename.replaceAll('\\', '/');
    if (!/\/apps\/[^/]+\/src\//.test(file) || SEES_ALL.test(file)) return {};
    const from = layerOf(file);
    const seen = new Set<Layer>();
    return importVisitor((source, node) => {
      if (!source.startsWith('.')) return;
      const to = layerOf(join(dirname(file), source).replaceAll('\\', '/'));
      if (to === undefined) return;
      seen.add(to);
      if (from !== undefined && !MAY_SEE[from].includes(to)) {
        context.report({ node, messageId: 'layer', data: { from, to, allowed: MAY_SEE[from].join(', ') } });
      }
      if (from === undefined && seen.has('inbound') && seen.has('outbound')) context.report({ node, messageId: 'bothEnds' });
    });
  },
};
