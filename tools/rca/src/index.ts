export { rankFolder } from './rank-folder.ts';
