import type { Action } from '@cloudops/contracts';
import type { Runbook } from './runbook.ts';

/** The runbook's action on a target of the inventory; its arguments are the runbook's own words. */
export function actionOf({ action }: Pick<Runbook, 'action'>, target: string): Action {
  if (action.kind === 'scale-workload') return { kind: action.kind, target, by: action.by };
  if (action.kind === 'run-document') return { kind: action.kind, target, document: action.document };
  return { kind: action.kind, target };
}
