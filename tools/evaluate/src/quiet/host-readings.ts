import type { MetricType } from '@cloudops/contracts';

/** One series of a host: its name and labels as node_exporter writes them. */
export interface Reading {
  readonly text: string;
  readonly type: MetricType;
  readonly value: number;
}

export type Take = (text: string, type: MetricType, value: number) => void;

/** What a host counts; only ever grows until it is rebooted. */
export class Counters {
  private counts = new Map<string, number>();

  /** @returns the count after `by` more. */
  add(name: string, by: number): number {
    const next = (this.counts.get(name) ?? 0) + Math.max(0, by);
    this.counts.set(name, next);
    return next;
  }

  reset(): void {
    this.counts = new Map();
  }
}
