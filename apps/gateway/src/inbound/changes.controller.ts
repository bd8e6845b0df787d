import { createHash } from 'node:crypto';
import { EntityRef, entityKey, GetTopology, ListChanges, NewChange, RecordChange, type ResponseData } from '@cloudops/contracts';
import { Bus } from '@cloudops/platform-bus';
import { valid } from '@cloudops/platform-http';
import { Body, Controller, Get, HttpCode, Inject, Post, Query } from '@nestjs/common';
import { z } from 'zod';
import { Operation } from './operation.ts';
import { instantMs, limit } from './query-schemas.ts';

/** Environment of things that do not name one. */
export const HOME_ENVIRONMENT = Symbol('environment of this installation');

const { environment, kind, id } = EntityRef.shape;
const EntityQuery = { environment: environment.optional(), kind: kind.optional(), id: id.optional() };
const ChangesQuery = z.object({ ...EntityQuery, from: instantMs.optional(), to: instantMs.optional(), limit: limit(500, 50) }).strict();
const TopologyQuery = z.object({ limit: limit(2_000, 1_000) }).strict();

/** What was changed, and who depends on whom: what causes are ranked with. */
@Controller('api/v1')
export class ChangesController {
  constructor(
    private readonly bus: Bus,
    @Inject(HOME_ENVIRONMENT) private readonly home: string,
  ) {}

  @Operation({
    access: 'write',
    tag: 'signals',
    summary: 'The change as recorded; telling it again by its id changes nothing',
    body: NewChange,
    answer: RecordChange.response,
  })
  @Post('changes')
  @HttpCode(200)
  recordChange(@Body(valid(NewChange)) { time, id: given, ...change }: NewChange): Promise<ResponseData<typeof RecordChange>> {
    const at = time ?? new Date().toISOString();
    const entity = { environment: this.home, ...change.entity };
    const made = createHash('sha256')
      .update([change.kind, entityKey(entity), at, change.title].join('|'))
      .digest('hex')
      .slice(0, 32);
    return this.bus.request(RecordChange, { ...change, entity, at, id: given ?? made });
  }

  @Operation({
    access: 'viewer',
    tag: 'signals',
    summary: 'Changes, newest first; of one entity where kind and id are given',
    query: ChangesQuery,
    answer: ListChanges.response,
  })
  @Get('changes')
  listChanges(
    @Query(valid(ChangesQuery)) { environment = this.home, kind, id, ...query }: z.infer<typeof ChangesQuery>,
  ): Promise<ResponseData<typeof ListChanges>> {
    const entity = kind !== undefined && id !== undefined ? { environment, kind, id } : undefined;
    return this.bus.request(ListChanges, { ...query, ...(entity && { entity }) });
  }

  @Operation({
    access: 'viewer',
    tag: 'signals',
    summary: 'Who depends on whom, how it is known and when it was last seen',
    query: TopologyQuery,
    answer: GetTopology.response,
  })
  @Get('topology')
  getTopology(@Query(valid(TopologyQuery)) query: z.infer<typeof TopologyQuery>): Promise<ResponseData<typeof GetTopology>> {
    return this.bus.request(GetTopology, query);
  }
}
