import { swc } from './tools/swc.mjs';

const TIERS = {
  unit: { match: ['<rootDir>/src/**/*.spec.ts'], ignore: ['[.]int[.]spec[.]ts$', '[.]acceptance[.]spec[.]ts$'] },
  integration: { match: ['<rootDir>/src/**/*.int.spec.ts'], ignore: [] },
  acceptance: { match: ['<rootDir>/src/**/*.acceptance.spec.ts'], ignore: [] },
};
const UNIT_AND_INTEGRATION = { match: ['<rootDir>/src/**/*.spec.ts'], ignore: TIERS.unit.ignore.slice(1) };

/** Jest project of one workspace; TIER=unit|integration|acceptance picks the tests by file name; without it unit and integration run. */
export const preset = (url, displayName) => {
  const tier = TIERS[process.env.TIER] ?? UNIT_AND_INTEGRATION;
  return {
    displayName,
    rootDir: new URL('.', url).pathname,
    testEnvironment: 'node',
    setupFiles: [new URL('./jest.setup.mjs', import.meta.url).pathname],
    testMatch: tier.match,
    testPathIgnorePatterns: ['/node_modules/', ...tier.ignore],
    extensionsToTreatAsEsm: ['.ts'],
    transform: { '^.+\\.ts$': ['@swc/jest', swc] },
  };
};
