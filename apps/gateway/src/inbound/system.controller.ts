import { ListDeadLetters, type ResponseData, SERVICE_NAMES, SystemHealth, SystemStatus } from '@cloudops/contracts';
import { Bus } from '@cloudops/platform-bus';
import { valid } from '@cloudops/platform-http';
import { Controller, Get, Query, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { z } from 'zod';
import { CheckServices } from '../use-cases/check-services.ts';
import { ComposeStatus } from '../use-cases/compose-status.ts';
import { Operation } from './operation.ts';
import { limit } from './query-schemas.ts';
import { DeadLettersAnswer } from './dead-letters-answer.ts';

const DeadLettersQuery = z.object({ limit: limit(200, 50) }).strict();
const byTimeDescending = (a: { at: string }, b: { at: string }): number => b.at.localeCompare(a.at);

@Controller()
export class SystemController {
  constructor(
    private readonly services: CheckServices,
    private readonly status: ComposeStatus,
    private readonly bus: Bus,
  ) {}

  @Operation({
    access: 'open',
    tag: 'system',
    summary: 'Readiness of the five services; 503 when one is not ready',
    produces: 'application/json',
    answer: SystemHealth,
  })
  @Get('health')
  async checkHealth(@Res({ passthrough: true }) reply: FastifyReply): Promise<SystemHealth> {
    const states = Object.entries(await this.services.check());
    const ready = states.every(([, state]) => state.ready);
    void reply.code(ready ? 200 : 503).header('cache-control', 'no-store');
    // open to everyone: what exactly is wrong is told by /status
    const services = Object.fromEntries(states.map(([name, s]) => [name, { ready: s.ready, uptimeSeconds: s.uptimeSeconds }]));
    return { status: ready ? 'ok' : 'degraded', services, timestamp: new Date().toISOString() };
  }

  @Operation({ access: 'viewer', tag: 'system', summary: 'The system at a glance', answer: SystemStatus })
  @Get('status')
  composeStatus(): Promise<SystemStatus> {
    return this.status.compose();
  }

  @Operation({
    access: 'viewer',
    tag: 'system',
    summary: 'Messages that a service gave up on, newest first',
    query: DeadLettersQuery,
    answer: DeadLettersAnswer,
  })
  @Get('api/v1/dead-letters')
  async listDeadLetters(
    @Query(valid(DeadLettersQuery)) query: z.infer<typeof DeadLettersQuery>,
  ): Promise<z.infer<typeof DeadLettersAnswer>> {
    const unavailable: string[] = [];
    const answers = await Promise.all(
      SERVICE_NAMES.map((service) =>
        this.bus.request(ListDeadLetters, query, { service, deadlineMs: 2_000 }).catch((): ResponseData<typeof ListDeadLetters> => {
          unavailable.push(service);
          return { deadLetters: [] };
        }),
      ),
    );
    const deadLetters = answers.flatMap((answer) => answer.deadLetters).sort(byTimeDescending);
    return { deadLetters: deadLetters.slice(0, query.limit), unavailable: unavailable.sort() };
  }
}
