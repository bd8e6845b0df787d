export * from './temp-tree.ts';
export * from './workspace-edges.ts';
