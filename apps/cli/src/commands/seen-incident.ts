import { GetIncident } from '@cloudops/contracts';
import type { Session } from './command.ts';

/** Where an incident is acted on, as it is now: where somebody else is faster, nothing is done and how it is by then can be looked at again. */
export async function seenIncident({ api }: Session, id: string): Promise<{ path: string; headers: Record<string, string> }> {
  const path = `/api/v1/incidents/${encodeURIComponent(id)}`;
  const { incident } = await api.get(path, GetIncident.response);
  return { path, headers: { 'if-match': `"${incident.version}"` } };
}
