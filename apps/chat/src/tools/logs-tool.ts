import { LogLevel, SearchLogs, ServiceName } from '@cloudops/contracts';
import { z } from 'zod';
import { clock } from '../wording/instants.ts';
import { Minutes } from './time-window.ts';
import { defineTool } from './tool.ts';

const MAX_LINE = 300;

/** Log lines of the five services, newest first. */
export const logsTool = defineTool({
  name: 'logs',
  description: 'Log lines of the five services (gateway, chat, metrics-ingest, anomaly, remediation), newest first.',
  schema: z.object({
    minutes: Minutes.optional().describe('How far back; 60 when left out'),
    level: LogLevel.optional().describe('Lowest level to show'),
    service: ServiceName.optional(),
    limit: z.number().int().min(1).max(50).optional(),
  }),
  async run({ minutes = 60, level, service, limit = 20 }, { facts, now, signal }) {
    const { entries } = await facts.ask(
      SearchLogs,
      {
        hours: Math.max(0.01, minutes / 60),
        limit,
        ...(level === undefined ? {} : { level }),
        ...(service === undefined ? {} : { service }),
      },
      { signal },
    );
    const what = `log line${entries.length === 1 ? '' : 's'}${level === undefined ? '' : ` at level ${level} or above`}${service === undefined ? '' : ` of ${service}`}`;
    const summary = `${entries.length === 0 ? 'No' : entries.length} ${what} in the last ${minutes} min`;
    const lines = entries.map((e) => `${clock(e.at, now)} ${e.level.toUpperCase()} ${e.service}: ${e.message.slice(0, MAX_LINE)}`);
    return { data: { entries, minutes }, lines: [summary, ...lines], summary, link: null, chart: null };
  },
});
