import type { HistoryStats, IngestDiagnosis, ResponseInput } from '@cloudops/contracts';

type Stats = ResponseInput<typeof HistoryStats>;

/** `HistoryStats` without what follows from it and from the configuration. */
export interface StoredFigures extends Omit<Stats, 'retentionDays' | 'bytesPerSample' | 'rollups'> {
  readonly rollups: Omit<Stats['rollups'], 'retentionDays'>;
}

/** Sizes and lags of journal, history and catalogue, for the people who operate them. */
export abstract class HistoryFigures {
  abstract stats(): Promise<StoredFigures>;
  abstract lags(): Promise<Pick<ResponseInput<typeof IngestDiagnosis>, 'relayLagRows' | 'unfoldedRows' | 'unfoldedSeconds'>>;
  /** Names with the most series, largest first. */
  abstract largestMetrics(limit: number): Promise<ResponseInput<typeof IngestDiagnosis>['largestMetrics']>;
}
