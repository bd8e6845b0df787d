// node tools/build.mjs --all | <folder> ...   e.g. apps/gateway tools/stack
// esbuild bundles of our own code (npm packages stay external) under dist/<folder>; a folder whose inputs did not change is skipped.
import { transformFile } from '@swc/core';
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, globSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { findPackageJSON, isBuiltin } from 'node:module';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import esbuild from 'esbuild';
import { swc } from './swc.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));
const CONSOLE = 'apps/console';
/** Processes: each is an entry of its own, as is every *.worker.ts. */
const ENTRIES = '{main,executor,supervisor,provision,setup}.ts';
const TESTS = /\.(spec|fixture)\.ts$|\/src\/testing\//;

const all = [
  ...globSync(`{apps/*,tools/stack,tools/drill}/src/${ENTRIES}`, { cwd: root }).map((entry) => entry.split('/').slice(0, 2).join('/')),
  CONSOLE,
];
const asked =
  process.argv[2] === '--all'
    ? [...new Set(all)].sort()
    : process.argv.slice(2).map((name) => (name.includes('/') ? name : `apps/${name}`));

async function build(folder) {
  if (!existsSync(join(root, folder, 'package.json'))) throw new Error(`${folder}: there is no such workspace.`);
  const stamp = join(root, 'dist', folder, '.inputs');
  const inputs = hashOf(folder);
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === inputs) return;
  const started = performance.now();
  if (folder === CONSOLE) buildConsole();
  else await bundle(folder);
  writeFileSync(stamp, inputs);
  console.log(`built ${folder} in ${Math.round(performance.now() - started)} ms`);
}

/** Everything that the output depends on: the folder's sources, all libs, the lock, and this build. */
function hashOf(folder) {
  const own = ['src/**/*', 'public/**/*', 'index.html', 'package.json', 'tsconfig.json', 'vite.config.ts'].map(
    (pattern) => `${folder}/${pattern}`,
  );
  const files = globSync([...own, 'libs/**/src/**/*.ts', 'tools/{build,swc}.mjs', 'package-lock.json', 'tsconfig.base.json'], {
    cwd: root,
    exclude: (entry) => entry.name === 'node_modules',
    withFileTypes: true,
  })
    .filter((file) => file.isFile())
    .map((file) => join(file.parentPath, file.name))
    .filter((file) => !TESTS.test(file))
    .sort();
  const hash = createHash('sha256');
  for (const file of files) hash.update(file.slice(root.length)).update('\0').update(readFileSync(file)).update('\0');
  return hash.digest('hex');
}

/** vite's own command, wherever npm put the package. */
function viteOf(folder) {
  const hoisted = [folder, root].map((from) => join(from, 'node_modules/vite/bin/vite.js'));
  return hoisted.find((path) => existsSync(path)) ?? hoisted[0];
}

function buildConsole() {
  const { status, stdout, stderr } = spawnSync(process.execPath, [viteOf(join(root, CONSOLE)), 'build', '--logLevel', 'warn'], {
    cwd: join(root, CONSOLE),
    encoding: 'utf8',
  });
  if (status !== 0) throw new Error(`${CONSOLE}: vite build failed\n${stdout}${stderr}`);
}

async function bundle(folder) {
  const outdir = join(root, 'dist', folder);
  const entryPoints = globSync([`${folder}/src/${ENTRIES}`, `${folder}/src/**/*.worker.ts`], { cwd: root }).sort();
  if (entryPoints.length === 0) throw new Error(`${folder}: has no src/main.ts`);
  rmSync(outdir, { recursive: true, force: true });
  const { metafile } = await esbuild.build({
    absWorkingDir: root,
    entryPoints,
    outdir,
    entryNames: '[name]',
    bundle: true,
    platform: 'node',
    target: 'node24',
    format: 'esm',
    sourcemap: 'linked',
    keepNames: true,
    plugins: [ownCodeOnly],
    metafile: true,
    logLevel: 'warning',
  });
  checkPackages(metafile, outdir);
}

/** A bundle finds its npm packages from dist/: they must be the ones that its source finds, not other versions higher up. */
function checkPackages({ inputs }, outdir) {
  for (const [file, { imports }] of Object.entries(inputs)) {
    for (const { path, external } of imports) {
      if (!external || path.startsWith('<') || isBuiltin(path)) continue;
      const [expected, found] = [join(root, file), join(outdir, 'main.js')].map((from) => findPackageJSON(path, from));
      if (expected !== found) {
        throw new Error(`${file} imports ${path} from ${expected}, its bundle would load ${found}: let npm hoist the right version.`);
      }
    }
  }
}

/** Workspace packages are bundled, npm packages stay external; swc keeps the decorator metadata that esbuild drops. */
const ownCodeOnly = {
  name: 'own-code-only',
  setup(pluginBuild) {
    pluginBuild.onResolve({ filter: /^[^./]/ }, (args) =>
      args.kind === 'entry-point' || args.path.startsWith('@cloudops/') ? undefined : { path: args.path, external: true },
    );
    pluginBuild.onLoad({ filter: /\.ts$/ }, async (args) => ({ contents: (await transformFile(args.path, swc)).code, loader: 'js' }));
  },
};

const results = await Promise.allSettled(asked.map(build));
const failures = results.filter((result) => result.status === 'rejected');
for (const { reason } of failures) console.error(String(reason?.message ?? reason));
process.exit(failures.length === 0 ? 0 : 1);
