import { HistoryStats, IngestDiagnosis, type ResponseData } from '@cloudops/contracts';
import { Bus } from '@cloudops/platform-bus';
import { Controller, Get } from '@nestjs/common';
import { Operation } from './operation.ts';

@Controller('api/v1')
export class IngestController {
  constructor(private readonly bus: Bus) {}

  @Operation({ access: 'viewer', tag: 'metrics', summary: 'How much history there is and what it costs', answer: HistoryStats.response })
  @Get('history')
  historyStats(): Promise<ResponseData<typeof HistoryStats>> {
    return this.bus.request(HistoryStats, {});
  }

  @Operation({
    access: 'viewer',
    tag: 'metrics',
    summary: 'Refusals, lags and the metrics with the most series',
    answer: IngestDiagnosis.response,
  })
  @Get('ingest')
  diagnoseIngest(): Promise<ResponseData<typeof IngestDiagnosis>> {
    return this.bus.request(IngestDiagnosis, {});
  }
}
