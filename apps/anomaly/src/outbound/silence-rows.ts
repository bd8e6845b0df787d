import type { Silence } from '@cloudops/contracts';
import { type Silenceable, type Silencing, silencedBy, silencing } from '@cloudops/domain-incidents';
import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';

/** Samples are scored late: a silence that ended this recently may still hold for them. */
const LATENESS = '1 hour';
const MOST_COMPILED = 2_000;

/** The silences table, in the caller's transaction. */
@Injectable()
export class SilenceRows {
  /** Compiled once: what a silence matches never changes. */
  private readonly compiled = new Map<string, Silencing['matches']>();

  /** The silence that holds for an anomaly or alert at a time. @param time ms. */
  async holding(manager: EntityManager, about: Silenceable, time: number): Promise<Silence | undefined> {
    const rows: { doc: Silence }[] = await manager.query(
      `select doc from silences where ends_at is null or ends_at > now() - interval '${LATENESS}'`,
    );
    return silencedBy(
      rows.map(({ doc }) => ({ silence: doc, matches: this.matches(doc) })),
      about,
      time,
    );
  }

  private matches(silence: Silence): Silencing['matches'] {
    const known = this.compiled.get(silence.id);
    if (known) return known;
    const { matches } = silencing(silence);
    if (this.compiled.size >= MOST_COMPILED) this.compiled.clear();
    this.compiled.set(silence.id, matches);
    return matches;
  }
}
