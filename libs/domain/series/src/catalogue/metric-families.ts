import type { MetricType } from '@cloudops/contracts';
import type { DeclaredTypes } from '../metric-type.ts';

/** What a metric's `# TYPE`, `# HELP` and `# UNIT`, or remote_write's metadata, say; empty text where they say nothing. */
export interface MetricFamily {
  readonly type: MetricType;
  readonly help: string;
  readonly unit: string;
}

/** What one source declares, by the name of the family; what it leaves out is not changed. */
export type Declarations = ReadonlyMap<string, Partial<MetricFamily>>;

const UNDECLARED: MetricFamily = { type: 'unknown', help: '', unit: '' };
/** Longer texts are cut: nobody reads them in a tooltip. */
const LONGEST_TEXT = 1024;

/** Declarations by the name of the family. */
export class MetricFamilies implements DeclaredTypes {
  readonly #families = new Map<string, MetricFamily>();

  get size(): number {
    return this.#families.size;
  }

  /** Declared type of a family. */
  get(name: string): MetricType | undefined {
    return this.#families.get(name)?.type;
  }

  /**
   * What a declaration changes: the newest known type wins, help and unit stay as they were first told, or targets of different
   * releases would overwrite each other at every scrape. At most `limit` families are held.
   */
  changes(declared: Declarations, limit: number): Map<string, MetricFamily> {
    const changed = new Map<string, MetricFamily>();
    for (const [name, { type = 'unknown', help = '', unit = '' }] of declared) {
      const known = this.#families.get(name) ?? UNDECLARED;
      const family = {
        type: type === 'unknown' ? known.type : type,
        help: known.help || help.slice(0, LONGEST_TEXT).toWellFormed(),
        unit: known.unit || unit.slice(0, LONGEST_TEXT).toWellFormed(),
      };
      if (family.type === known.type && family.help === known.help && family.unit === known.unit) continue;
      if (this.#families.has(name) || this.size + changed.size < limit) changed.set(name, family);
    }
    return changed;
  }

  take(families: Iterable<readonly [string, MetricFamily]>): void {
    for (const [name, family] of families) this.#families.set(name, family);
  }

  entries(): MapIterator<[string, MetricFamily]> {
    return this.#families.entries();
  }
}
