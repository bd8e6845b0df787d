import { ExplainAnomaly, GetIncident, ListAnomalies, ListForecasts, ListIncidents, type ResponseData } from '@cloudops/contracts';
import { Bus } from '@cloudops/platform-bus';
import { valid } from '@cloudops/platform-http';
import { Controller, Get, Param, Query } from '@nestjs/common';
import { z } from 'zod';
import { Operation } from './operation.ts';
import { cursor, flag, IdParams, limit } from './query-schemas.ts';

const IncidentsQuery = z.object({ state: z.enum(['open', 'resolved']).optional(), limit: limit(200, 20), cursor }).strict();
const AnomaliesQuery = z.object({ open: flag, limit: limit(500, 50), cursor }).strict();

const ForecastsQuery = z.object({ limit: limit(500, 50) }).strict();

@Controller('api/v1')
export class IncidentsController {
  constructor(private readonly bus: Bus) {}

  @Operation({
    access: 'viewer',
    tag: 'incidents',
    summary: 'Incidents, newest first',
    query: IncidentsQuery,
    answer: ListIncidents.response,
  })
  @Get('incidents')
  listIncidents(@Query(valid(IncidentsQuery)) query: z.infer<typeof IncidentsQuery>): Promise<ResponseData<typeof ListIncidents>> {
    return this.bus.request(ListIncidents, query);
  }

  @Operation({
    access: 'viewer',
    tag: 'incidents',
    summary: 'One incident with its timeline',
    params: IdParams,
    answer: GetIncident.response,
    failures: [404],
  })
  @Get('incidents/:id')
  getIncident(@Param(valid(IdParams)) params: z.infer<typeof IdParams>): Promise<ResponseData<typeof GetIncident>> {
    return this.bus.request(GetIncident, params);
  }

  @Operation({
    access: 'viewer',
    tag: 'incidents',
    summary: 'Anomalies, newest first',
    query: AnomaliesQuery,
    answer: ListAnomalies.response,
  })
  @Get('anomalies')
  listAnomalies(@Query(valid(AnomaliesQuery)) query: z.infer<typeof AnomaliesQuery>): Promise<ResponseData<typeof ListAnomalies>> {
    return this.bus.request(ListAnomalies, query);
  }

  @Operation({
    access: 'viewer',
    tag: 'incidents',
    summary: 'One anomaly, explained: how rare it is, what was like it, whether samples still come, and where to look',
    params: IdParams,
    answer: ExplainAnomaly.response,
    failures: [404],
  })
  @Get('anomalies/:id')
  explainAnomaly(@Param(valid(IdParams)) params: z.infer<typeof IdParams>): Promise<ResponseData<typeof ExplainAnomaly>> {
    return this.bus.request(ExplainAnomaly, params);
  }

  @Operation({
    access: 'viewer',
    tag: 'incidents',
    summary: 'Disks, memory, descriptors, certificates and the like that will be used up, soonest first',
    query: ForecastsQuery,
    answer: ListForecasts.response,
  })
  @Get('forecasts')
  listForecasts(@Query(valid(ForecastsQuery)) query: z.infer<typeof ForecastsQuery>): Promise<ResponseData<typeof ListForecasts>> {
    return this.bus.request(ListForecasts, query);
  }
}
