import { LogsQuery, SearchLogs, type ResponseData } from '@cloudops/contracts';
import { valid } from '@cloudops/platform-http';
import { Controller, Get, Query } from '@nestjs/common';
import type { z } from 'zod';
import { Logs } from '../domain/logs.ts';
import { Operation } from './operation.ts';

const HOUR_MS = 3_600_000;

@Controller()
export class LogsController {
  constructor(private readonly logs: Logs) {}

  @Operation({
    access: 'viewer',
    tag: 'system',
    summary: 'Log lines of the services, newest first',
    query: LogsQuery,
    answer: SearchLogs.response,
  })
  @Get('logs')
  async searchLogs(@Query(valid(LogsQuery)) { hours, ...search }: z.infer<typeof LogsQuery>): Promise<ResponseData<typeof SearchLogs>> {
    return { entries: await this.logs.search({ since: new Date(Date.now() - hours * HOUR_MS), ...search }) };
  }
}
