import type { SampleColumns } from '@cloudops/contracts';
import type { Samples } from '../samples.ts';

/** Samples of many series of one partition over at most one span of time. */
export interface StoredPack {
  /** Lowest and highest series id, signed. */
  readonly firstSeries: bigint;
  readonly lastSeries: bigint;
  readonly firstAt: number;
  readonly lastAt: number;
  readonly series: number;
  readonly samples: number;
  readonly body: Uint8Array;
}

/** Packs of one partition that begin in [from, to), ms. */
export interface PackWindow {
  readonly partition: number;
  readonly from: number;
  readonly to: number;
}

/** Makes packs of the samples that were in smaller ones. */
export type Repack = (samples: SampleColumns) => readonly StoredPack[];

/** Every accepted sample within retention, exactly once: packs plus the journal rows that are not folded yet. */
export abstract class SampleHistory {
  /** Samples in [from, to] of each series that has any; one snapshot, so nothing is missed or doubled while a fold commits. */
  abstract readRaw(ids: readonly bigint[], from: number, to: number): Promise<ReadonlyMap<bigint, Samples>>;
  /** The same, and where raw samples were let go the last one of every five minutes. */
  abstract read(ids: readonly bigint[], from: number, to: number): Promise<ReadonlyMap<bigint, Samples>>;
  /** About how many samples `read` would return at least; cheap, from the sizes of packs that lie within the range. */
  abstract countAtLeast(ids: readonly bigint[], from: number, to: number): Promise<number>;
  /**
   * Adds packs and moves the folded mark from `after` to `upTo`, in one transaction.
   * @returns false, having changed nothing, when someone else has moved the mark.
   */
  abstract fold(partition: number, mark: { after: bigint; upTo: bigint }, packs: readonly StoredPack[]): Promise<boolean>;
  /** Windows of `windowMs` with packs below a level, that end before `before` (ms). */
  abstract windows(level: number, windowMs: number, before: number): Promise<PackWindow[]>;
  /** Replaces the packs below a level of a window by their repacking on it, in one transaction and bounded memory. @returns bytes written. */
  abstract promote(level: number, window: PackWindow, repack: Repack): Promise<number>;
  /** Gives back the disk of packs that were replaced. */
  abstract tidy(): Promise<void>;
}
