import type { LogEntry, LogLevel, ServiceName } from '@cloudops/contracts';
import { LogLevel as Levels } from '@cloudops/contracts';

export interface LogSearch {
  readonly since: Date;
  /** Lowest level to show. */
  readonly level?: LogLevel | undefined;
  readonly service?: ServiceName | undefined;
  readonly limit: number;
}

/** Log lines of the services, kept for a while. */
export abstract class Logs {
  /** Adding the same line twice keeps one. */
  abstract add(entries: readonly LogEntry[]): Promise<void>;
  /** Newest first. */
  abstract search(search: LogSearch): Promise<LogEntry[]>;
  /** Forgets what is older than `before`, and all but the newest `keep`. Returns how many. */
  abstract trim(before: Date, keep: number): Promise<number>;
}

/** `level` and everything worse. */
export const levelsFrom = (level: LogLevel): LogLevel[] => Levels.options.slice(Levels.options.indexOf(level));
