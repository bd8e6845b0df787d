import type { Exposition } from '../exposition.ts';

export interface ScrapeBounds {
  readonly timeoutMs: number;
  /** Bytes of the exposition, unpacked. */
  readonly maxBytes: number;
}

/** What targets show of themselves. */
export abstract class Expositions {
  /** @throws DomainError `unavailable`, `timeout`, `too-large` or `invalid`. */
  abstract fetch(url: string, bounds: ScrapeBounds): Promise<Exposition>;
}

/** What the machine that we run on says of itself, under the names, units and labels of node_exporter. */
export abstract class HostReadings {
  abstract read(): Promise<Exposition>;
}
