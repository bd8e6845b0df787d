import { HistoryStats, IngestDiagnosis, type ResponseInput } from '@cloudops/contracts';
import { Answers } from '@cloudops/platform-bus';
import { Controller } from '@nestjs/common';
import { DiagnoseIngest } from '../use-cases/diagnose-ingest.ts';

@Controller()
export class HistoryController {
  constructor(private readonly diagnose: DiagnoseIngest) {}

  @Answers(HistoryStats)
  stats(): Promise<ResponseInput<typeof HistoryStats>> {
    return this.diagnose.stats();
  }

  @Answers(IngestDiagnosis)
  diagnosis(): Promise<ResponseInput<typeof IngestDiagnosis>> {
    return this.diagnose.diagnosis();
  }
}
