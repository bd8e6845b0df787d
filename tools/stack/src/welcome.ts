import type { StackFile } from './stack-file.ts';

/** What a person needs next, printed once everything is ready. Scripts read the `name: PATH` lines. */
export const welcome = (stack: StackFile): string => `
  Smart CloudOps AI is running.

  console: ${stack.url}
  remote_write: ${stack.remoteWriteUrl}
  admin key: ${stack.adminKeyFile}
  write key: ${stack.writeKeyFile}
  logs: ${stack.dataDir}/logs

  Try it: npm run drill -- --fault cpu        Stop: Ctrl-C
`;
