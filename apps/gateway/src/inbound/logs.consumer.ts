import { type EventData, LogRecorded, type RequestData, type ResponseInput, SearchLogs } from '@cloudops/contracts';
import { Answers, OnEvent } from '@cloudops/platform-bus';
import { Injectable } from '@nestjs/common';
import { Logs } from '../domain/logs.ts';
import { GatewayMetrics } from '../gateway.metrics.ts';

const HOUR_MS = 3_600_000;

/** Takes in the log lines of every service and lets chat search them. */
@Injectable()
export class LogsConsumer {
  constructor(
    private readonly logs: Logs,
    private readonly metrics: GatewayMetrics,
  ) {}

  @OnEvent(LogRecorded)
  async record({ entries }: EventData<typeof LogRecorded>): Promise<void> {
    await this.logs.add(entries);
    this.metrics.logLines(entries.length);
  }

  @Answers(SearchLogs)
  async search({ hours, ...search }: RequestData<typeof SearchLogs>): Promise<ResponseInput<typeof SearchLogs>> {
    return { entries: await this.logs.search({ since: new Date(Date.now() - hours * HOUR_MS), ...search }) };
  }
}
