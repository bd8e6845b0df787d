import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { access, chmod, mkdir, mkdtemp, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { DomainError } from '@cloudops/contracts';

const VERSION = '2.12.7';

// SHA-256 of the release's linux archives, the same that the official Docker images of nats pin for this version
const SHA256: Readonly<Record<string, string>> = {
  amd64: '570d2d627db111e679cc1e6bc57ba78f373ed1769acd8dc9c21c8f62d15b3c52',
  arm64: '3b9a79986778285c0e5acaba0b1218b72f6159db68fe5b8916a7d846240f9f22',
};

/** The pinned official release, downloaded once into `cacheDir` and checked before it is unpacked. */
export async function natsRelease(cacheDir: string): Promise<string> {
  const arch = process.arch === 'x64' ? 'amd64' : process.arch;
  const sha256 = process.platform === 'linux' ? SHA256[arch] : undefined;
  if (sha256 === undefined)
    throw new DomainError('unsupported', 'no-nats-release', `No pinned release for ${process.platform} ${process.arch}`);
  const name = `nats-server-v${VERSION}-linux-${arch}`;
  const binary = join(cacheDir, name);
  if (await exists(binary)) return binary;
  const archive = await download(`https://github.com/nats-io/nats-server/releases/download/v${VERSION}/${name}.tar.gz`);
  const actual = createHash('sha256').update(archive).digest('hex');
  if (actual !== sha256) {
    throw new DomainError(
      'forbidden',
      'checksum-mismatch',
      `${name}.tar.gz has SHA-256 ${actual}, not the pinned ${sha256}: it was not used`,
    );
  }
  await mkdir(cacheDir, { recursive: true });
  const folder = await mkdtemp(join(cacheDir, 'unpack-'));
  try {
    await writeFile(join(folder, 'archive.tar.gz'), archive);
    await promisify(execFile)('tar', ['-xzf', 'archive.tar.gz', `${name}/nats-server`], { cwd: folder });
    await chmod(join(folder, name, 'nats-server'), 0o755);
    await rename(join(folder, name, 'nats-server'), binary);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
  return binary;
}

async function download(url: string): Promise<Buffer> {
  const response = await fetch(url, { signal: AbortSignal.timeout(120_000) });
  if (!response.ok) throw new Error(`${url} answered ${response.status}`);
  return Buffer.from(await response.arrayBuffer());
}

const exists = (file: string): Promise<boolean> =>
  access(file).then(
    () => true,
    () => false,
  );
