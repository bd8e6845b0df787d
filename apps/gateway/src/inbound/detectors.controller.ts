import { DetectorSummary, ListEntityDetectors, type ResponseData } from '@cloudops/contracts';
import { Bus } from '@cloudops/platform-bus';
import { valid } from '@cloudops/platform-http';
import { Controller, Get, Query } from '@nestjs/common';
import { z } from 'zod';
import { Operation } from './operation.ts';
import { limit } from './query-schemas.ts';

const EntitiesQuery = z.object({ search: z.string().max(200).default(''), limit: limit(500, 100) }).strict();

@Controller('api/v1/detectors')
export class DetectorsController {
  constructor(private readonly bus: Bus) {}

  @Operation({ access: 'viewer', tag: 'incidents', summary: 'What the detectors know', answer: DetectorSummary.response })
  @Get()
  summarizeDetectors(): Promise<ResponseData<typeof DetectorSummary>> {
    return this.bus.request(DetectorSummary, {});
  }

  @Operation({
    ...{ access: 'viewer', tag: 'signals', query: EntitiesQuery, answer: ListEntityDetectors.response },
    summary:
      'What is learnt of each entity, by what it is scored, and when it will be trained next; `search` is a part of `environment/kind/id`',
  })
  @Get('entities')
  listEntities(@Query(valid(EntitiesQuery)) query: z.infer<typeof EntitiesQuery>): Promise<ResponseData<typeof ListEntityDetectors>> {
    return this.bus.request(ListEntityDetectors, query);
  }
}
