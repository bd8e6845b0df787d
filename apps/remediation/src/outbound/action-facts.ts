import { FAILURES, HOLDING, type ActionFacts, type RemediationRecord, type StartScope, type Streak } from '@cloudops/domain-remediation';
import type { EntityManager } from 'typeorm';

const HOUR_MS = 3_600_000;
const DAY_MS = 86_400_000;

interface Row {
  engaged: boolean;
  reason: string;
  holder: string | null;
  for_same_cause: string | null;
  last: Date | null;
  hour: string;
  in_flight: string;
  for_incident: string;
  busy: string[];
}

/** What the ledger of actions says; the caller holds the lock that every starting action takes. */
export async function actionFacts(
  manager: EntityManager,
  state: RemediationRecord,
  { now, scope }: { readonly now: Date; readonly scope: StartScope },
): Promise<ActionFacts> {
  const rows: Row[] = await manager.query(
    `select engaged, reason,
       (select id from remediations where target = $1 and id <> $2 and started_at is not null and state = any($3) limit 1) as holder,
       (select id from remediations where id <> $2 and started_at > $8 and body->'cause' = $7::jsonb
          and (state = any($3) or coalesce(finished_at, started_at) > $9) limit 1) as for_same_cause,
       (select max(coalesce(finished_at, started_at)) from remediations where target = $1 and id <> $2 and started_at is not null) as last,
       (select count(*) from remediations where id <> $2 and started_at > $4) as hour,
       (select count(*) from remediations where id <> $2 and started_at is not null and state = any($3)) as in_flight,
       (select count(*) from remediations where id <> $2 and started_at is not null and incident_id = $5) as for_incident,
       array(select distinct target from remediations
             where id <> $2 and started_at is not null and state = any($3) and target = any($6) order by target) as busy
     from kill_switch`,
    [
      ...[state.action.target, state.id, HOLDING, new Date(now.getTime() - HOUR_MS), state.incidentId],
      [...scope.group, ...scope.dependsOn],
      state.cause && JSON.stringify(state.cause),
      ...[new Date(now.getTime() - DAY_MS), new Date(now.getTime() - state.limits.cooldownSeconds * 1000)],
    ],
  );
  const row = rows[0];
  const busyOf = (ids: readonly string[]): string[] => (row?.busy ?? []).filter((id) => ids.includes(id));
  return {
    // without its row nobody can tell whether it is engaged
    killSwitch: row ? { engaged: row.engaged, reason: row.reason } : { engaged: true, reason: 'its row is missing' },
    holder: row?.holder ?? null,
    forSameCause: row?.for_same_cause ?? null,
    lastActionOnTarget: row?.last ?? null,
    actionsLastHour: Number(row?.hour ?? 0),
    inFlight: Number(row?.in_flight ?? 0),
    actionsForIncident: Number(row?.for_incident ?? 0),
    busyInGroup: busyOf(scope.group),
    busyDependencies: busyOf(scope.dependsOn),
    onTarget: await streak(manager, state, now, 'target = $1', state.action.target),
    ofRunbook: await streak(manager, state, now, `body->'runbook'->>'id' = $1`, state.runbook.id),
  };
}

async function streak(manager: EntityManager, state: RemediationRecord, now: Date, which: string, value: string): Promise<Streak> {
  const rows: { failures: string; last: Date | null }[] = await manager.query(
    `with recent as (select * from remediations where started_at > $3 and id <> $2 and ${which})
     select count(*) as failures, max(coalesce(finished_at, started_at)) as last from recent
     where state = any($4) and started_at > coalesce((select max(started_at) from recent where state = 'verified'), $3)`,
    [value, state.id, new Date(now.getTime() - DAY_MS), FAILURES],
  );
  return { failures: Number(rows[0]?.failures ?? 0), lastAt: rows[0]?.last ?? null };
}
