import type { SampleSet } from '../sample-set.ts';

/** Where a sender writes to, and how it says who it is. */
export interface WriteTarget {
  readonly writeUrl: string;
  readonly writeKey: string;
}

/** What is scraped, by job: address of the target, its path, seconds between scrapes. */
export interface ScrapeJob {
  readonly job: string;
  readonly address: string;
  readonly path: string;
  readonly seconds: number;
}

/** A real sender of remote_write that scrapes only between `scrape` and `rest`. */
export interface Sender {
  readonly name: string;
  scrape(): Promise<void>;
  /** Takes its targets away; it ends their series by markers. */
  rest(): Promise<void>;
  /** Whether all that it scraped has been accepted by the other side. */
  isDrained(): Promise<boolean>;
  /** All that it had to send, told by itself. Only called once it is drained. */
  generated(): Promise<SampleSet>;
  /** What it says about its own sending. */
  figures(): Promise<Readonly<Record<string, number>>>;
  stop(): Promise<void>;
}

/** Label by which the series of one sender differ from another's. */
export const SENDER_LABEL = 'sender';
