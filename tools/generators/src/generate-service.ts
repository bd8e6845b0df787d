import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { format, resolveConfig } from 'prettier';
import { deploymentFiles } from './deployment-files.ts';
import { readServices, SERVICE_LIST, withService } from './service-list.ts';
import { nextService } from './service-spec.ts';
import { appFiles } from './templates/app.ts';

/**
 * Adds apps/<name> to the tree at `root`, registers it in the contracts and writes its image, dashboard and scrape job.
 * Returns the paths it wrote; nothing is written when the name is bad or taken.
 */
export async function generateService(root: string, name: string): Promise<string[]> {
  const existing = readServices(root);
  const service = nextService(name, existing);
  if (existsSync(join(root, 'apps', name))) throw new Error(`apps/${name} exists already.`);
  const like = JSON.parse(readFileSync(join(root, 'apps/gateway/package.json'), 'utf8')) as { dependencies: Record<string, string> };
  const own = Object.entries(appFiles(service, like)).map(([path, text]) => [`apps/${name}/${path}`, text] as const);
  const list = withService(readFileSync(join(root, SERVICE_LIST), 'utf8'), service);
  const files = { ...Object.fromEntries(own), [SERVICE_LIST]: list, ...deploymentFiles([...existing, service]) };
  return writeFormatted(root, files);
}

/** Writes again what follows from the list of services: images, compose, scrape jobs, dashboards. */
export const regenerate = (root: string): Promise<string[]> => writeFormatted(root, deploymentFiles(readServices(root)));

/** The text as prettier leaves it; Dockerfiles, which it does not know, stay as they are. */
export async function formatted(root: string, path: string, text: string): Promise<string> {
  if (path.endsWith('.Dockerfile')) return text;
  return format(text, { ...(await resolveConfig(join(root, '.prettierrc.json'), { editorconfig: false })), filepath: path });
}

async function writeFormatted(root: string, files: Record<string, string>): Promise<string[]> {
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), await formatted(root, path, text));
  }
  return Object.keys(files);
}
