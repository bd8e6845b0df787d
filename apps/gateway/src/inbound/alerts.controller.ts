import { AlertmanagerWebhook, AlertsReceived, ListAlerts, type ResponseData } from '@cloudops/contracts';
import { Bus } from '@cloudops/platform-bus';
import { valid } from '@cloudops/platform-http';
import { Body, Controller, Get, HttpCode, Post, Query } from '@nestjs/common';
import { z } from 'zod';
import type { Caller as CallerOf } from '../domain/roles.ts';
import { ReceiveAlerts } from '../use-cases/receive-alerts.ts';
import { Caller } from './caller.ts';
import { Operation } from './operation.ts';
import { flag, limit } from './query-schemas.ts';

const AlertsQuery = z.object({ firing: flag, limit: limit(500, 50) }).strict();

@Controller('api/v1/alerts')
export class AlertsController {
  constructor(
    private readonly bus: Bus,
    private readonly alerts: ReceiveAlerts,
  ) {}

  @Operation({
    access: 'write',
    tag: 'signals',
    summary: 'What was received of an Alertmanager webhook, version 4; it is committed when this answers',
    body: AlertmanagerWebhook,
    answer: AlertsReceived,
  })
  @Post()
  @HttpCode(200)
  async receiveAlerts(
    @Body(valid(AlertmanagerWebhook)) webhook: AlertmanagerWebhook,
    @Caller() caller: CallerOf,
  ): Promise<z.infer<typeof AlertsReceived>> {
    const received = await this.alerts.receive(webhook, caller.id, new Date());
    return { received, truncatedAlerts: webhook.truncatedAlerts };
  }

  @Operation({
    access: 'viewer',
    tag: 'signals',
    summary: 'Alerts and conditions, newest first',
    query: AlertsQuery,
    answer: ListAlerts.response,
  })
  @Get()
  listAlerts(@Query(valid(AlertsQuery)) query: z.infer<typeof AlertsQuery>): Promise<ResponseData<typeof ListAlerts>> {
    return this.bus.request(ListAlerts, query);
  }
}
