import type { Action, InventoryEntry, SupervisorReply, SupervisorRequest } from '@cloudops/contracts';
import { Runner, type DryRunAnswer, type RunnerAnswer, type RunnerCall } from '@cloudops/domain-remediation';
import { randomUUID } from 'node:crypto';
import { callSupervisor, type SupervisorAnswer } from './supervisor-client.ts';
import { specOf } from './spec-of.ts';

/** Restarts a workload of one of our supervisors, which remembers every key and refuses stale tokens. */
export class SupervisorRunner extends Runner {
  override async dryRun(entry: InventoryEntry, action: Action, signal: AbortSignal): Promise<DryRunAnswer> {
    if (action.kind !== 'restart-workload') return { ok: false, message: `A supervisor cannot ${action.kind}, only restart-workload` };
    const { socket, workload } = specOf(entry, 'supervisor');
    const answer = await callSupervisor(socket, request({ verb: 'status', workload }), signal);
    if (answer.kind !== 'reply') return { ok: false, message: answer.message };
    const { outcome, message, pid, starts } = answer.reply;
    if (outcome !== 'running' && outcome !== 'stopped') return { ok: false, message: message === '' ? outcome : message };
    return {
      ok: true,
      dryRun: {
        at: new Date().toISOString(),
        calls: [`restart ${workload} at ${socket}`],
        changes: [{ what: `process of ${workload}`, from: `${describe(pid)}, started ${starts} times`, to: 'a new process' }],
        pins: {},
        reversible: false,
        rollback: null,
      },
    };
  }

  override async act({ entry, undo, idempotencyKey, fencingToken }: RunnerCall, signal: AbortSignal): Promise<RunnerAnswer> {
    if (undo) return { kind: 'refused', message: 'A restart cannot be undone' };
    const { socket, workload } = specOf(entry, 'supervisor');
    return afterRestart(await callSupervisor(socket, request({ verb: 'restart', workload, idempotencyKey, fencingToken }), signal));
  }

  override async observe({ entry, idempotencyKey }: RunnerCall, signal: AbortSignal): Promise<RunnerAnswer> {
    const { socket, workload } = specOf(entry, 'supervisor');
    const answer = await callSupervisor(socket, request({ verb: 'observe', workload, idempotencyKey }), signal);
    return answer.kind === 'reply' ? observed(answer.reply) : answer;
  }
}

type Asked = SupervisorRequest extends infer R ? (R extends unknown ? Omit<R, 'id'> : never) : never;
const request = (asked: Asked): SupervisorRequest => ({ id: randomUUID(), ...asked });

const describe = (pid: number | null): string => (pid === null ? 'not running' : `pid ${pid}`);

/** What kept the supervisor from acting will keep it the next time; what it says of an earlier call has to be observed. */
function afterRestart(answer: SupervisorAnswer): RunnerAnswer {
  if (answer.kind !== 'reply') return answer;
  const { outcome, message } = answer.reply;
  if (outcome === 'done' || outcome === 'failed') return { kind: outcome, message };
  if (outcome === 'stale' || outcome === 'unknown-workload' || outcome === 'invalid') return { kind: 'refused', message };
  return { kind: 'lost', message };
}

function observed({ outcome, message }: SupervisorReply): RunnerAnswer {
  if (outcome === 'done' || outcome === 'failed' || outcome === 'never') return { kind: outcome, message };
  return outcome === 'unknown-workload' ? { kind: 'refused', message } : { kind: 'begun', message };
}
