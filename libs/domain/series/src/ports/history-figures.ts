import type { HistoryStats, IngestDiagnosis, ResponseInput } from '@cloudops/contracts';

/** Sizes and lags of journal, history and catalogue, for the people who operate them. */
export abstract class HistoryFigures {
  abstract stats(): Promise<Omit<ResponseInput<typeof HistoryStats>, 'retentionDays' | 'bytesPerSample'>>;
  abstract lags(): Promise<Pick<ResponseInput<typeof IngestDiagnosis>, 'relayLagRows' | 'unfoldedRows' | 'unfoldedSeconds'>>;
  /** Names with the most series, largest first. */
  abstract largestMetrics(limit: number): Promise<ResponseInput<typeof IngestDiagnosis>['largestMetrics']>;
}
