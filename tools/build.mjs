// node tools/build.mjs <app> [--all]: esbuild bundle of one app; every src/*.worker.ts is an entry of its own
import { transformFile } from '@swc/core';
import esbuild from 'esbuild';
import { globSync } from 'node:fs';
import { swc } from './swc.mjs';

const app = process.argv[2];
const plugin = {
  name: 'swc',
  setup(b) {
    // workspace packages are bundled, npm packages stay external
    b.onResolve({ filter: /^[^.\/]/ }, (a) =>
      a.kind === 'entry-point' || a.path.startsWith('@cloudops/') ? undefined : { path: a.path, external: true },
    );
    b.onLoad({ filter: /\.ts$/ }, async (a) => {
      const { code } = await transformFile(a.path, swc);
      return { contents: code, loader: 'js' };
    });
  },
};
await esbuild.build({
  entryPoints: [`apps/${app}/src/main.ts`, ...globSync(`apps/${app}/src/**/*.worker.ts`)],
  outdir: `dist/apps/${app}`,
  entryNames: '[name]',
  bundle: true,
  platform: 'node',
  target: 'node24',
  format: 'esm',
  sourcemap: true,
  keepNames: true,
  plugins: [plugin],
  logLevel: 'warning',
});
