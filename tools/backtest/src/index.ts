export { readTable, type Table } from './read-table.ts';
export { replay } from './replay.ts';
