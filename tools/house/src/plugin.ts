import type { ESLint } from 'eslint';
import { fileSize } from './rules/file-size.ts';
import { layers } from './rules/layers.ts';
import { names } from './rules/names.ts';
import { ownIndex } from './rules/own-index.ts';

/** The rules of DESIGN.md that no published plugin has. */
export const house: ESLint.Plugin = {
  meta: { name: 'house' },
  rules: { 'file-size': fileSize, layers, names, 'own-index': ownIndex },
};
