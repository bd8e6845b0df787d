export { parseCsv } from './parse-csv.ts';
export { rankFolder } from './rank-folder.ts';
