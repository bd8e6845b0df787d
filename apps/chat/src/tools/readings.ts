import {
  type EntityRef,
  entityKey,
  LatestPoints,
  ListSeries,
  type Point,
  QueryView,
  type SeriesDescriptor,
  type SeriesView,
} from '@cloudops/contracts';
import { matchEntity } from '../entities/match-entity.ts';
import { bucketMeans, CHART_POINTS } from './chart.ts';
import { HOST_RECIPES, type Meaning, type Part, PROCESS_RECIPES, type Recipe } from './meanings.ts';
import type { ToolScope } from './tool.ts';

export interface Reading {
  readonly meaning: Meaning;
  readonly entity: EntityRef;
  readonly recipe: Recipe;
  readonly series: readonly SeriesDescriptor[];
  readonly value: number | null;
  readonly detail: string;
  /** Time of the oldest sample in the number, ms. */
  readonly at: number | null;
}

const MAX_ENTITIES = 5;
/** LatestPoints takes at most this many views. */
const MAX_VIEWS = 200;
/** More series than this are not charted: each costs a request. */
const MAX_CHARTED = 16;

const viewOf = (recipe: Recipe, s: SeriesDescriptor): SeriesView => ({ kind: recipe.parts[s.name] ?? 'value', series: s.id });

/** Latest value of a meaning for every host, or for the entity that `mention` names (by its process metrics when it is no host). */
export async function readLatest(meaning: Meaning, mention: string | undefined, scope: ToolScope): Promise<Reading[]> {
  const recipes = [HOST_RECIPES[meaning], ...(mention === undefined ? [] : [PROCESS_RECIPES[meaning]])].filter((r) => r !== undefined);
  for (const recipe of recipes) {
    const groups = await seriesByEntity(recipe, mention, scope);
    if (groups.length > 0) return latestOf(meaning, recipe, groups, scope);
  }
  return [];
}

async function seriesByEntity(recipe: Recipe, mention: string | undefined, { facts, signal }: ToolScope): Promise<SeriesDescriptor[][]> {
  const names = Object.keys(recipe.parts).join('|');
  const { series } = await facts.ask(ListSeries, { matchers: [{ label: '__name__', op: '=~', value: names }], limit: 500 }, { signal });
  const groups = Map.groupBy(series.filter(recipe.uses), (s) => entityKey(s.entity));
  const all = [...groups.values()];
  if (mention === undefined) return all.slice(0, MAX_ENTITIES);
  const meant = matchEntity(
    mention,
    all.map((g) => g[0]!.entity),
  );
  return meant === undefined ? [] : [groups.get(entityKey(meant))!];
}

async function latestOf(meaning: Meaning, recipe: Recipe, groups: SeriesDescriptor[][], { facts, signal }: ToolScope): Promise<Reading[]> {
  const flat = groups.flat().slice(0, MAX_VIEWS);
  const { points } = await facts.ask(LatestPoints, { views: flat.map((s) => viewOf(recipe, s)) }, { signal });
  const latest = new Map(flat.map((s, i) => [s.id, points[i] ?? null]));
  return groups.map((series) => {
    const known = series
      .map((s) => [s, latest.get(s.id)] as const)
      .filter((p): p is readonly [SeriesDescriptor, [number, number]] => typeof p[1]?.[1] === 'number');
    const combined = recipe.combine(known.map(([s, [, value]]) => ({ name: s.name, labels: s.labels, value })));
    return {
      meaning,
      entity: series[0]!.entity,
      recipe,
      series,
      value: combined?.value ?? null,
      detail: combined?.detail ?? 'no sample in the last 5 minutes',
      at: combined === null ? null : Math.min(...known.map(([, [time]]) => time)),
    };
  });
}

/** The reading's number over [from, to] (ms), in at most CHART_POINTS steps. */
export async function readHistory(reading: Reading, from: number, to: number, { facts, signal }: ToolScope): Promise<Point[]> {
  const series = reading.series.slice(0, MAX_CHARTED);
  const histories = await Promise.all(
    series.map(async (s) => {
      const { points } = await facts.ask(QueryView, { view: viewOf(reading.recipe, s), from, to, maxPoints: 1_000 }, { signal });
      return bucketMeans(points, from, to, CHART_POINTS);
    }),
  );
  return Array.from({ length: CHART_POINTS }, (_, i) => {
    const parts: Part[] = [];
    for (const [j, s] of series.entries()) {
      const value = histories[j]?.[i]?.[1];
      if (typeof value === 'number') parts.push({ name: s.name, labels: s.labels, value });
    }
    const time = histories[0]?.[i]?.[0] ?? from;
    return [time, recipeValue(reading.recipe, parts)];
  });
}

const recipeValue = (recipe: Recipe, parts: readonly Part[]): number | null => recipe.combine(parts)?.value ?? null;
