import { setTimeout as delay } from 'node:timers/promises';

const RESTART_AFTER_MS = 500;

/** A server process that this launcher started. */
export interface StartedServer {
  readonly pid: number;
  /** Resolves when the process that runs now has ended, also by itself. */
  readonly ended: Promise<void>;
  stop(): Promise<void>;
}

export interface KeptServer {
  stop(): Promise<void>;
}

/** Starts a server again whenever it ends before `stop`; `onStarted` hears every process id, `onDied` every end. */
export function keepRunning<S extends StartedServer>(
  first: S,
  start: () => Promise<S>,
  onStarted: (pid: number) => void,
  onDied: () => void,
): KeptServer {
  let current = first;
  let stopping = false;
  const watch = async (): Promise<void> => {
    onStarted(current.pid);
    for (;;) {
      await current.ended;
      if (stopping) return;
      onDied();
      await delay(RESTART_AFTER_MS);
      if (stopping) return;
      try {
        current = await start();
        onStarted(current.pid);
      } catch {
        // it could not be started; `ended` of the old one stays resolved, so the next turn of the loop says so and tries again
      }
    }
  };
  const watching = watch();
  return {
    async stop() {
      stopping = true;
      await current.stop();
      await watching;
    },
  };
}
