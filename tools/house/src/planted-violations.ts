/** One deliberate fault: the file to plant, what is in it, and the rule and words that must catch it. */
export interface Planted {
  readonly what: string;
  readonly file: string;
  readonly text: string;
  readonly rule: string;
  readonly message: RegExp;
}

const BOUNDARY = '@nx/enforce-module-boundaries';
const tag = (from: string): RegExp => new RegExp(`tagged with "${from}" can(not| only) depend`);

const imports = (what: string, file: string, source: string, rule: string, message: RegExp): Planted => ({
  what: `${what} (${file} imports ${source})`,
  file,
  text: `import * as planted from '${source}';\nexport { planted };\n`,
  rule,
  message,
});
const code = (what: string, file: string, text: string, rule: string, message: RegExp): Planted => ({
  what,
  file,
  text: `${text}\n`,
  rule,
  message,
});

const domain = 'libs/domain/series/src/planted';
const app = 'apps/anomaly/src';

export const PLANTED: readonly Planted[] = [
  // the import table
  imports('domain on platform', `${domain}-platform.ts`, '@cloudops/platform-config', BOUNDARY, tag('type:domain')),
  imports('contracts on anything', 'libs/contracts/src/planted-tool.ts', '@cloudops/tool-house', BOUNDARY, tag('type:contracts')),
  imports('platform on domain', 'libs/platform/http/src/planted-domain.ts', '@cloudops/domain-series', BOUNDARY, tag('type:platform')),
  imports('app on testing', `${app}/planted-testing.ts`, '@cloudops/testing', BOUNDARY, tag('type:app')),
  imports('app on a tool', `${app}/planted-tool.ts`, '@cloudops/tool-house', BOUNDARY, tag('type:app')),
  imports('console on platform', 'apps/console/src/planted-platform.ts', '@cloudops/platform-config', BOUNDARY, tag('scope:web')),
  imports('cli on platform', 'apps/cli/src/planted-platform.ts', '@cloudops/platform-config', BOUNDARY, tag('scope:cli')),
  imports('app on an app, by path', `${app}/planted-app.ts`, '../../chat/src/main.ts', BOUNDARY, /./),
  imports('tool on an app, by path', 'tools/drill/src/planted-app.ts', '../../../apps/chat/src/main.ts', BOUNDARY, /./),
  imports(
    'lib entered below its index',
    `${app}/planted-deep.ts`,
    '@cloudops/platform-http/src/problem.ts',
    'house/own-index',
    /index\.ts/,
  ),
  imports('lib importing its own index', `${domain}-index.ts`, './index.ts', 'house/own-index', /its own index/),
  // layers in an app
  imports(
    'use case on outbound',
    `${app}/use-cases/planted-outbound.ts`,
    '../outbound/planted-here.ts',
    'house/layers',
    /use-cases\/ may import/,
  ),
  imports(
    'use case on inbound',
    `${app}/use-cases/planted-inbound.ts`,
    '../inbound/planted-here.ts',
    'house/layers',
    /use-cases\/ may import/,
  ),
  imports(
    'inbound on outbound',
    `${app}/inbound/planted-outbound.ts`,
    '../outbound/planted-here.ts',
    'house/layers',
    /inbound\/ may import/,
  ),
  imports(
    'outbound on a use case',
    `${app}/outbound/planted-use-case.ts`,
    '../use-cases/planted-here.ts',
    'house/layers',
    /outbound\/ may import/,
  ),
  code(
    'a plain file that sees both ends',
    `${app}/planted-both.ts`,
    `export * from './inbound/planted-here.ts';\nexport * from './outbound/planted-here.ts';`,
    'house/layers',
    /inbound\/ and outbound\//,
  ),
  // cycles
  imports('import cycle', `${domain}-cycle-a.ts`, './planted-cycle-b.ts', 'import-x/no-cycle', /cycle/i),
  imports('import cycle, other half', `${domain}-cycle-b.ts`, './planted-cycle-a.ts', 'import-x/no-cycle', /cycle/i),
  // purity
  imports('Nest in the domain', `${domain}-nest.ts`, '@nestjs/common', 'no-restricted-imports', /no framework/),
  imports('file system in the domain', `${domain}-fs.ts`, 'node:fs', 'no-restricted-imports', /no I\/O/),
  imports('network in the domain', `${domain}-net.ts`, 'node:net', 'no-restricted-imports', /no I\/O/),
  imports('Node in contracts', 'libs/contracts/src/planted-node.ts', 'node:crypto', 'no-restricted-imports', /zod alone/),
  code('random ids in the domain', `${domain}-uuid.ts`, `export { randomUUID } from 'node:crypto';`, 'no-restricted-imports', /arguments/),
  code('Date.now in the domain', `${domain}-now.ts`, 'export const at = (): number => Date.now();', 'no-restricted-properties', /Time/),
  code('new Date() in the domain', `${domain}-date.ts`, 'export const at = (): Date => new Date();', 'no-restricted-syntax', /Time/),
  code(
    'Math.random in the domain',
    `${domain}-random.ts`,
    'export const roll = (): number => Math.random();',
    'no-restricted-properties',
    /Random/,
  ),
  code(
    'a timer in the domain',
    `${domain}-timer.ts`,
    'export const later = (f: () => void): unknown => setTimeout(f, 1);',
    'no-restricted-globals',
    /no clock/,
  ),
  code(
    'environment outside config',
    `${app}/planted-env.ts`,
    `export const home = process.env['HOME'];`,
    'no-restricted-properties',
    /libs\/platform\/config/,
  ),
  code(
    'environment by import',
    `${app}/planted-env-import.ts`,
    `export { env } from 'node:process';`,
    'no-restricted-imports',
    /libs\/platform\/config/,
  ),
  imports('a package that is not listed', `${app}/planted-unlisted.ts`, 'openai', 'import-x/no-extraneous-dependencies', /openai/),
  // names and sizes
  code('I-prefix', `${app}/planted-prefix.ts`, 'export interface IThing {\n  a: 1;\n}', 'house/names', /IThing/),
  code('Impl', `${app}/planted-suffix.ts`, 'export class ThingImpl {}', 'house/names', /ThingImpl/),
  code('Base', `${app}/planted-base.ts`, 'export class BaseThing {}', 'house/names', /BaseThing/),
  code('Manager', `${app}/planted-manager.ts`, 'export class ThingManager {}', 'house/names', /ThingManager/),
  code('Helper', `${app}/planted-helper.ts`, 'export class ThingHelper {}', 'house/names', /ThingHelper/),
  code('a folder called shared', `${app}/shared/planted.ts`, 'export const a = 1;', 'house/names', /shared/),
  code('a folder called utils', 'libs/platform/http/src/utils/planted.ts', 'export const a = 1;', 'house/names', /utils/),
  code('a file that is not kebab-case', `${app}/plantedFile.ts`, 'export const a = 1;', 'house/names', /kebab/),
  code('a long file', `${app}/planted-long.ts`, 'export const a = 1;\n'.padEnd(5000, '\n'), 'house/file-size', /Long because/),
  code('a long main.ts', 'apps/cli/src/main.ts', 'export const a = 1;\n'.padEnd(60, '\n'), 'house/file-size', /at most 25/),
  code(
    'five dependencies',
    `${app}/planted-five.ts`,
    'export class Five {\n  constructor(readonly a: 1, readonly b: 1, readonly c: 1, readonly d: 1, readonly e: 1) {}\n}',
    'house/file-size',
    /two classes/,
  ),
  code('a left-over note', `${app}/planted-note.ts`, `// ${['TO', 'DO'].join('')}: later\nexport const a = 1;`, 'no-warning-comments', /./),
];

/** What the planted files import, and files that look alike and must pass. */
export const INNOCENT: Readonly<Record<string, string>> = {
  [`${app}/inbound/planted-here.ts`]: 'export const inbound = 1;\n',
  [`${app}/outbound/planted-here.ts`]: 'export const outbound = 1;\n',
  [`${app}/use-cases/planted-here.ts`]: 'export const useCase = 1;\n',
  [`${app}/planted-wiring.module.ts`]: `export * from './inbound/planted-here.ts';\nexport * from './outbound/planted-here.ts';\n`,
  [`${app}/planted.spec.ts`]: `import * as testing from '@cloudops/testing';\n\nexport { testing };\n`,
  [`${domain}-pure.ts`]: `import { DomainError } from '@cloudops/contracts';\nimport { createHash } from 'node:crypto';\n\nexport const at = new Date(0);\nexport { createHash, DomainError };\n`,
  [`${domain}-clock.spec.ts`]: 'export const now = Date.now();\n',
};
