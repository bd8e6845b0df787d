import { type Forecast, ListForecasts } from '@cloudops/contracts';
import { z } from 'zod';
import { matchEntity } from '../entities/match-entity.ts';
import { defineTool } from './tool.ts';

/** What will be used up, of everything or of one entity. */
export const forecastsTool = defineTool({
  name: 'forecasts',
  description:
    'Disks, inodes, memory, file descriptors and certificates that will be used up within 30 days, soonest first, each with when and how sure.',
  schema: z.object({ entity: z.string().max(253).optional() }),
  async run({ entity }, { facts, signal }) {
    const { forecasts: all, watched, learning } = await facts.ask(ListForecasts, { limit: 200 }, { signal });
    const forecasts = ofEntity(all, entity);
    const summary = `${forecasts.length === 0 ? 'nothing' : forecasts.length} of ${watched} watched quantities will be used up within 30 days`;
    return {
      data: { forecasts, watched, learning },
      lines: [summary, ...forecasts.slice(0, 20).map((f) => `${f.reason}. Expected ${f.at}, severity ${f.severity}`)],
      summary,
      link: '/#/',
      chart: null,
    };
  },
});

function ofEntity(forecasts: readonly Forecast[], mention: string | undefined): readonly Forecast[] {
  if (mention === undefined) return forecasts;
  const meant = matchEntity(
    mention,
    forecasts.map((f) => f.entity),
  );
  return meant === undefined ? [] : forecasts.filter((f) => f.entity.id === meant.id);
}
