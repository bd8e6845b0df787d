import { globSync } from 'node:fs';

export default {
  projects: globSync(['apps/*/jest.config.mjs', 'libs/**/jest.config.mjs', 'tools/*/jest.config.mjs'], {
    exclude: (p) => p.includes('node_modules'),
  }),
};
