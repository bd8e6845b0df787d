/** An entity in trouble learns for at most this long nothing; after that the new state of things is accepted. */
const LIMIT_MS = 30 * 60_000;

interface Trouble {
  readonly since: number;
  until: number;
}

/**
 * Which entities had a lasting, severe anomaly of a golden signal, and when: their other series must not learn from that time.
 * Kept as intervals of sample time, so that a replay comes to the same answers in whatever order partitions are read.
 */
export class TroubledEntities {
  private readonly troubles = new Map<string, Map<string, Trouble>>();

  begin(entity: string, anomalyId: string, since: number, until = Infinity): void {
    const known = this.troubles.get(entity) ?? new Map<string, Trouble>();
    if (!known.has(anomalyId)) known.set(anomalyId, { since, until });
    this.troubles.set(entity, known);
  }

  end(entity: string, anomalyId: string, until: number): void {
    const trouble = this.troubles.get(entity)?.get(anomalyId);
    if (trouble) trouble.until = until;
  }

  /** Whether a sample of that time was taken in trouble; the moment that begins it still counts as before. */
  at(entity: string, time: number): boolean {
    const known = this.troubles.get(entity);
    if (!known) return false;
    for (const { since, until } of known.values()) if (time > since && time <= Math.min(until, since + LIMIT_MS)) return true;
    return false;
  }

  /** Forgets what ended before `time`. */
  forgetBefore(time: number): void {
    for (const [entity, known] of this.troubles) {
      for (const [id, { since, until }] of known) if (Math.min(until, since + LIMIT_MS) < time) known.delete(id);
      if (known.size === 0) this.troubles.delete(entity);
    }
  }

  clear(): void {
    this.troubles.clear();
  }
}
