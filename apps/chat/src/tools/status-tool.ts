import {
  type Anomaly,
  DetectorSummary,
  type Incident,
  ListAnomalies,
  ListIncidents,
  type ResponseData,
  SERVICE_NAMES,
  ServiceHealth,
  type ServiceName,
} from '@cloudops/contracts';
import { z } from 'zod';
import { describeAnomaly } from '../wording/describe-anomaly.ts';
import { describeIncident } from '../wording/describe-incident.ts';
import { quantity } from '../wording/quantity.ts';
import { type Reading, readLatest } from './readings.ts';
import { defineTool, type ToolScope } from './tool.ts';

export interface SystemStatus {
  services: { name: ServiceName; ready: boolean; message: string }[];
  host: Reading[];
  /** `undefined`: the service that knows did not answer. */
  incidents: Incident[] | undefined;
  anomalies: Anomaly[] | undefined;
  detectors: ResponseData<typeof DetectorSummary> | undefined;
}

const known = <T>(promise: Promise<T>): Promise<T | undefined> => promise.catch(() => undefined);

/** Health of the five services, host values, open incidents and anomalies, each only as known. */
export const statusTool = defineTool({
  name: 'status',
  description: 'Overall health: the services, CPU/memory/disk of the hosts, open incidents and open anomalies.',
  schema: z.object({}),
  async run(_args, scope) {
    const { facts, signal, now } = scope;
    const [services, host, incidents, anomalies, detectors] = await Promise.all([
      Promise.all(SERVICE_NAMES.map((name) => health(name, scope))),
      Promise.all((['cpu', 'memory', 'disk'] as const).map((m) => readLatest(m, undefined, scope).catch(() => []))),
      known(facts.ask(ListIncidents, { state: 'open', limit: 20 }, { signal })),
      known(facts.ask(ListAnomalies, { open: true, limit: 50 }, { signal })),
      known(facts.ask(DetectorSummary, {}, { signal })),
    ]);
    const data: SystemStatus = { services, host: host.flat(), incidents: incidents?.incidents, anomalies: anomalies?.anomalies, detectors };
    const down = services.filter((s) => !s.ready);
    const summary = `${services.length - down.length} of ${services.length} services ready, ${data.incidents?.length ?? 'unknown'} open incidents, ${data.anomalies?.length ?? 'unknown'} open anomalies`;
    return {
      data,
      lines: [
        summary,
        ...down.map((s) => `not ready: ${s.name}: ${s.message}`),
        ...data.host.map((r) => `${r.recipe.title} of ${r.entity.id}: ${quantity(r.value, r.recipe.unit)} (${r.detail})`),
        ...(data.incidents ?? []).map((i) => `open incident ${i.id}: ${describeIncident(i, now)}`),
        ...(data.anomalies ?? []).slice(0, 10).map((a) => `open anomaly ${a.id}: ${describeAnomaly(a, now)}`),
        ...(detectors === undefined
          ? []
          : [`detectors: ${detectors.series} series, ${detectors.learning} still learning, ${detectors.anomalous} anomalous`]),
      ],
      summary,
      link: '/#/',
      chart: null,
    };
  },
});

async function health(name: ServiceName, { facts, signal }: ToolScope): Promise<SystemStatus['services'][number]> {
  try {
    const { ready, checks } = await facts.ask(ServiceHealth, {}, { signal, service: name });
    const telling = Object.entries(checks).filter(([, check]) => !check.ok || check.degraded === true);
    return { name, ready, message: telling.map(([check, { message }]) => `${check}: ${message}`).join('; ') || 'ready' };
  } catch {
    return { name, ready: false, message: 'does not answer' };
  }
}
