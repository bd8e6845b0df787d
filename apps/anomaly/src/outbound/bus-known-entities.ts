import { type EntityRef, entityKey, type Labels, ListSeries } from '@cloudops/contracts';
import { Bus } from '@cloudops/platform-bus';
import { Injectable, Logger } from '@nestjs/common';
import { namedEntity, tellingLabels } from '../domain/entity-of-labels.ts';
import { KnownEntities } from '../domain/known-entities.ts';

/** So many series of one set of labels are looked at; where they speak of several entities, the labels mean none of them. */
const LOOKED_AT = 50;
const DEADLINE_MS = 2_000;
/** Who was found stays who it is; who was not found may be met any time. */
const FOUND_MS = 15 * 60_000;
const NOT_FOUND_MS = 60_000;
const MAX_REMEMBERED = 5_000;

/** Environment of what no series carries. */
export abstract class Home {
  abstract readonly environment: string;
}

@Injectable()
export class BusKnownEntities extends KnownEntities {
  private readonly logger = new Logger('Entities');
  private readonly remembered = new Map<string, { readonly entity: EntityRef; readonly until: number }>();

  constructor(
    private readonly bus: Bus,
    private readonly home: Home,
  ) {
    super();
  }

  async of(labels: Labels): Promise<EntityRef> {
    const fallback = namedEntity(this.home.environment, labels);
    const sets = tellingLabels(labels);
    const key = JSON.stringify([sets, fallback]);
    const known = this.remembered.get(key);
    if (known && known.until > Date.now()) return known.entity;
    try {
      const found = await this.ask(sets);
      const entity = found ?? fallback;
      if (this.remembered.size >= MAX_REMEMBERED) this.remembered.clear();
      this.remembered.set(key, { entity, until: Date.now() + (found ? FOUND_MS : NOT_FOUND_MS) });
      return entity;
    } catch (error) {
      this.logger.warn(`series cannot be asked whom ${JSON.stringify(sets[0] ?? {})} means: ${String(error)}`);
      return fallback;
    }
  }

  private async ask(sets: readonly Labels[]): Promise<EntityRef | undefined> {
    for (const set of sets) {
      const matchers = Object.entries(set).map(([label, value]) => ({ label, op: '=' as const, value }));
      const { series } = await this.bus.request(ListSeries, { matchers, limit: LOOKED_AT }, { deadlineMs: DEADLINE_MS });
      const entities = new Map(series.map(({ entity }) => [entityKey(entity), entity]));
      if (entities.size === 1) return [...entities.values()][0];
    }
    return undefined;
  }
}
