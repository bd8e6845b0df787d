import type { LogLevel, ServiceName } from '@cloudops/contracts';
import type { Meaning } from '../../tools/meanings.ts';

/** What a question is about; topics that take the same slots share them, so that a follow-up can carry them over. */
export type Topic =
  | 'help'
  | 'action'
  | 'status'
  | 'values'
  | 'series'
  | 'anomalies'
  | 'incidents'
  | 'forecasts'
  | 'happened'
  | 'done'
  | 'happened-and-done'
  | 'logs'
  | 'pending'
  | 'remediations'
  | 'runbooks'
  | 'unknown';

export interface Intent {
  readonly topic: Topic;
  /** The thing asked about, in the asker's words; matched against known entities later. */
  readonly mention: string | undefined;
  /** `it`, `that`: the thing of the question before. */
  readonly refersBack: boolean;
  readonly metrics: readonly Meaning[];
  /** Exact metric name, for `series`. */
  readonly metric: string | undefined;
  /** How far back, minutes. */
  readonly minutes: number | undefined;
  /** How many. */
  readonly count: number | undefined;
  /** Only what goes on now. */
  readonly current: boolean;
  readonly level: LogLevel | undefined;
  readonly service: ServiceName | undefined;
}
