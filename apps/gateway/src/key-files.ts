import type { GatewayConfig } from './gateway.config.ts';
import type { KeyFiles } from './use-cases/bootstrap-keys.ts';

/** The two keys that every installation starts with. */
export function keyFilesOf(config: Pick<GatewayConfig, 'ADMIN_KEY_FILE' | 'WRITE_KEY_FILE'>): KeyFiles {
  const { ADMIN_KEY_FILE: admin, WRITE_KEY_FILE: write } = config;
  return {
    files: [
      ...(admin === undefined
        ? []
        : [{ id: 'admin', name: 'Admin key of the key file', scope: 'admin', role: 'admin', file: admin } as const]),
      ...(write === undefined
        ? []
        : [{ id: 'write', name: 'Write key of the key file', scope: 'write', role: 'viewer', file: write } as const]),
    ],
  };
}
