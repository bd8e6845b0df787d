import { ListEntityDetectors, type RequestData, type ResponseInput } from '@cloudops/contracts';
import { Answers } from '@cloudops/platform-bus';
import { Controller } from '@nestjs/common';
import { DescribeDetectors } from '../use-cases/describe-detectors.ts';

@Controller()
export class DetectorsController {
  constructor(private readonly detectors: DescribeDetectors) {}

  @Answers(ListEntityDetectors)
  list(query: RequestData<typeof ListEntityDetectors>): Promise<ResponseInput<typeof ListEntityDetectors>> {
    return this.detectors.list(query, new Date());
  }
}
