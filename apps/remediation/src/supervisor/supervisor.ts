import type { SupervisorReply, SupervisorRequest } from '@cloudops/contracts';
import type { Logger } from './logger.ts';
import type { Journal } from './journal.ts';
import { bornAt, signalGroup } from './process-group.ts';
import type { WorkloadSpec } from './workload-spec.ts';
import { Workload } from './workload.ts';

type Outcome = Pick<SupervisorReply, 'outcome' | 'message'>;

/** Parents workloads and acts on them once per key. Every decision rests on the journal, so it survives its own death. */
export class Supervisor {
  readonly #workloads = new Map<string, Workload>();
  /** Restarts of one workload, one after the other. */
  readonly #turns = new Map<string, Promise<unknown>>();

  constructor(
    specs: Readonly<Record<string, WorkloadSpec>>,
    private readonly journal: Journal,
    private readonly logger: Logger,
  ) {
    for (const [name, spec] of Object.entries(specs)) {
      const started = (pid: number): void =>
        journal.append({ type: 'start', at: new Date().toISOString(), workload: name, pid, born: bornAt(pid) });
      const crashed = (how: string): void => logger.warn({ workload: name, how }, 'workload died and will be started again');
      this.#workloads.set(name, new Workload(spec, started, crashed));
    }
  }

  /** Ends what a predecessor that was killed left behind, then starts everything. */
  async start(): Promise<void> {
    for (const [name, workload] of this.#workloads) {
      const last = this.journal.lastProcess(name);
      if (last && last.born !== '' && bornAt(last.pid) === last.born) signalGroup(last.pid, 'SIGKILL');
      await workload.start().catch((error: unknown) => this.logger.error({ workload: name, err: error }, 'workload does not start'));
    }
  }

  async stop(): Promise<void> {
    await Promise.all([...this.#workloads.values()].map((w) => w.dismiss()));
    await Promise.all(this.#turns.values());
  }

  async answer(request: SupervisorRequest): Promise<SupervisorReply> {
    const workload = this.#workloads.get(request.workload);
    const outcome = workload
      ? await this.#outcome(request, workload)
      : { outcome: 'unknown-workload' as const, message: `There is no workload ${request.workload}` };
    return { id: request.id, ...outcome, pid: workload?.pid ?? null, starts: this.journal.starts(request.workload) };
  }

  async #outcome(request: SupervisorRequest, workload: Workload): Promise<Outcome> {
    switch (request.verb) {
      case 'status':
        return workload.pid === null ? { outcome: 'stopped', message: 'not running' } : { outcome: 'running', message: 'running' };
      case 'observe':
        return this.#observe(request.idempotencyKey);
      case 'restart': {
        const before = this.#turns.get(request.workload) ?? Promise.resolve();
        const turn = before.then(() => this.#restart(request, workload));
        this.#turns.set(
          request.workload,
          turn.catch(() => undefined),
        );
        return turn;
      }
    }
  }

  #observe(key: string): Outcome {
    const known = this.journal.key(key);
    if (!known) return { outcome: 'never', message: 'This key was never acted on' };
    if (!known.end) return { outcome: 'begun', message: 'This key was begun; its end is not known' };
    return { outcome: known.end.outcome, message: known.end.message };
  }

  async #restart(request: Extract<SupervisorRequest, { verb: 'restart' }>, workload: Workload): Promise<Outcome> {
    const { idempotencyKey: key, fencingToken: token, workload: name } = request;
    if (this.journal.key(key)) {
      const first = this.#observe(key);
      return { outcome: 'repeated', message: `${first.outcome}: ${first.message}` };
    }
    const highest = this.journal.highestToken(name);
    if (token < highest) return { outcome: 'stale', message: `Token ${token} is below ${highest}, which has acted already` };
    this.journal.append({ type: 'begin', at: new Date().toISOString(), workload: name, key, token });
    const end = await this.#cycle(workload);
    this.journal.append({ type: 'end', at: new Date().toISOString(), key, ...end });
    this.logger.info({ workload: name, key, token, ...end }, 'restart asked for');
    return end;
  }

  async #cycle(workload: Workload): Promise<{ outcome: 'done' | 'failed'; message: string }> {
    const old = workload.pid;
    try {
      await workload.stop();
      const pid = await workload.start();
      return { outcome: 'done', message: `restarted: process ${old ?? 'none'} replaced by ${pid}` };
    } catch (error) {
      return { outcome: 'failed', message: `stopped, but it does not start: ${error instanceof Error ? error.message : String(error)}` };
    }
  }
}
