import { nodeRuntimeOf } from '@cloudops/contracts';
import type { ServiceSpec } from '../service-spec.ts';

/** Lines that only one service's image has. */
const EXTRA: Partial<Record<string, { build?: string; copy?: string; env?: string }>> = {
  gateway: {
    build: ' apps/console',
    copy: 'COPY --from=build /src/dist/apps/console dist/apps/console\n',
    env: ' CONSOLE_DIR=/app/dist/apps/console',
  },
  remediation: {
    copy: 'COPY apps/remediation/defaults apps/remediation/defaults\n',
    env: ' RUNBOOKS_DIR=/app/apps/remediation/defaults/runbooks POLICY_FILE=/app/apps/remediation/defaults/policy.yaml',
  },
};

/** Image of one service: only its own npm packages, no root, a health check that needs no shell. */
export function serviceDockerfile({ name, port }: ServiceSpec): string {
  const extra = EXTRA[name] ?? {};
  const { options, environment } = nodeRuntimeOf(name);
  const command = ['node', ...options, `dist/apps/${name}/main.js`].map((word) => `"${word}"`);
  const env = Object.entries(environment).map(([variable, value]) => ` ${variable}=${value}`);
  return `# docker build -f deploy/docker/${name}.Dockerfile .
${stages(`@cloudops/${name}`, `apps/${name}${extra.build ?? ''}`)}
FROM node:24-bookworm-slim
WORKDIR /app
ENV NODE_ENV=production HOST=0.0.0.0 PORT=${port}${env.join('')}${extra.env ?? ''}
COPY package.json ./
COPY --from=packages /src/node_modules node_modules
COPY --from=build /src/dist/apps/${name} dist/apps/${name}
${extra.copy ?? ''}USER node
EXPOSE ${port}
HEALTHCHECK --interval=10s --timeout=3s --start-period=30s CMD ["node", "-e", "fetch('http://127.0.0.1:' + process.env.PORT + '/livez').then((r) => process.exit(r.ok ? 0 : 1), () => process.exit(1))"]
CMD [${command.join(', ')}]
`;
}

/** Image of the one-shot that makes roles, schemas, secrets and nats-server.conf before the services start. */
export const setupDockerfile = (): string => `# docker build -f deploy/docker/setup.Dockerfile .
${stages('@cloudops/tool-stack', 'tools/stack')}
FROM node:24-bookworm-slim
WORKDIR /app
ENV NODE_ENV=production
COPY package.json ./
COPY --from=packages /src/node_modules node_modules
COPY --from=build /src/dist/tools/stack dist/tools/stack
CMD ["node", "dist/tools/stack/setup.js"]
`;

const stages = (workspace: string, build: string): string => `FROM node:24-bookworm-slim AS build
WORKDIR /src
COPY . .
RUN npm ci --no-audit --no-fund && node tools/build.mjs ${build}

FROM node:24-bookworm-slim AS packages
WORKDIR /src
COPY . .
RUN npm ci --omit=dev --ignore-scripts --no-audit --no-fund -w ${workspace}
`;
