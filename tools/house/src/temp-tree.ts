import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, dirname, join, relative } from 'node:path';

const LEFT_OUT = new Set(['node_modules', 'dist', '.git', '.nx', '.cloudops', 'coverage']);

/** A copy of the whole workspace to break on purpose or to generate into; npm packages are linked, ours point into the copy. */
export class TempTree {
  readonly root = realpathSync(mkdtempSync(join(tmpdir(), 'cloudops-tree-')));

  constructor(repository: string) {
    for (const entry of readdirSync(repository)) {
      if (LEFT_OUT.has(entry)) continue;
      cpSync(join(repository, entry), join(this.root, entry), { recursive: true, filter: (path) => !LEFT_OUT.has(basename(path)) });
    }
    this.linkPackages(repository);
  }

  write(path: string, text: string): void {
    mkdirSync(dirname(join(this.root, path)), { recursive: true });
    writeFileSync(join(this.root, path), text);
  }

  read(path: string): string {
    return readFileSync(join(this.root, path), 'utf8');
  }

  [Symbol.dispose](): void {
    rmSync(this.root, { recursive: true, force: true });
  }

  private linkPackages(repository: string): void {
    const packages = join(repository, 'node_modules');
    mkdirSync(join(this.root, 'node_modules/@cloudops'), { recursive: true });
    for (const name of readdirSync(packages)) {
      if (name !== '@cloudops' && name !== '.cache') symlinkSync(join(packages, name), join(this.root, 'node_modules', name));
    }
    for (const name of readdirSync(join(packages, '@cloudops'))) {
      const workspace = relative(realpathSync(repository), realpathSync(join(packages, '@cloudops', name)));
      symlinkSync(join(this.root, workspace), join(this.root, 'node_modules/@cloudops', name));
    }
  }
}
