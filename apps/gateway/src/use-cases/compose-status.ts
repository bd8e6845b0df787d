import { DetectorSummary, ListAnomalies, ListIncidents, type SystemStatus } from '@cloudops/contracts';
import { Bus } from '@cloudops/platform-bus';
import { Injectable } from '@nestjs/common';
import type { HostUsage } from '../domain/host-usage.ts';
import { CheckServices } from './check-services.ts';
import { MeasureHost } from './measure-host.ts';

const RECENT = 10;
const DEADLINE_MS = 1_500;
const UNMEASURED: HostUsage = { cpuPercent: null, memoryPercent: null, diskPercent: null };

/** The whole system on one page; every part that is down is said to be, and the rest is still shown. */
@Injectable()
export class ComposeStatus {
  constructor(
    private readonly bus: Bus,
    private readonly services: CheckServices,
    private readonly host: MeasureHost,
  ) {}

  async compose(): Promise<SystemStatus> {
    const unavailable: Record<string, string> = {};
    const orElse = async <T, F>(part: string, work: Promise<T>, fallback: F): Promise<T | F> => {
      try {
        return await work;
      } catch (error) {
        unavailable[part] = error instanceof Error ? error.message : String(error);
        return fallback;
      }
    };
    const options = { deadlineMs: DEADLINE_MS };
    const [services, host, incidents, anomalies, detectors] = await Promise.all([
      this.services.check(),
      orElse('host', this.host.measure(), UNMEASURED),
      orElse('incidents', this.bus.request(ListIncidents, { limit: RECENT }, options), { incidents: [] }),
      orElse('anomalies', this.bus.request(ListAnomalies, { limit: RECENT }, options), { anomalies: [] }),
      orElse('detectors', this.bus.request(DetectorSummary, {}, options), null),
    ]);
    return { services, host, incidents: incidents.incidents, anomalies: anomalies.anomalies, detectors, unavailable };
  }
}
