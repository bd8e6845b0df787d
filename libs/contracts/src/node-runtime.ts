import type { ServiceName } from './service.ts';

/** How Node runs a service, wherever it runs: in `npm start`, in its image, in benchmarks and in tests that kill it. */
export interface NodeRuntime {
  /** V8's flags. */
  readonly options: readonly string[];
  /** What the allocator of the C library reads when the process starts. */
  readonly environment: Readonly<Record<string, string>>;
}

/** Small heaps: the whole stack has to fit a 2 GiB machine beside what it watches. */
const SMALL: NodeRuntime = { options: ['--max-semi-space-size=4', '--max-old-space-size=256'], environment: {} };

/** What each does and costs: docs/adr/0023. */
const INGEST: NodeRuntime = {
  options: [
    '--max-semi-space-size=4',
    '--max-old-space-size=256',
    '--initial-old-space-size=48',
    '--heap-growing-percent=22',
    '--external-memory-accounted-in-global-limit',
    '--no-parallel-scavenge',
  ],
  // its buffers come and go on several threads: one arena hands their pages back
  environment: { MALLOC_ARENA_MAX: '1' },
};

const RUNTIMES: Partial<Record<ServiceName, NodeRuntime>> = { 'metrics-ingest': INGEST };

/** Of a service, or of a process beside one; also of services that do not exist yet. */
export const nodeRuntimeOf = (name: string): NodeRuntime => RUNTIMES[name as ServiceName] ?? SMALL;
