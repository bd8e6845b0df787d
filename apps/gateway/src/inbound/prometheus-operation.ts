import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import type { OperationSpec } from './operation.ts';
import { PrometheusAnswer, PrometheusProblem } from './prometheus-schemas.ts';

export const FORM = 'application/x-www-form-urlencoded';

/** What every operation of Prometheus' API has in common. */
export const prometheusOperation = (summary: string): OperationSpec => ({
  ...{ access: 'viewer', tag: 'prometheus', summary, produces: 'application/json', answer: PrometheusAnswer, failure: PrometheusProblem },
  failures: [400, 422],
});

/** Parameters as Prometheus takes them: of the URL, of a form-encoded body, or of both. */
export const Parameters = createParamDecorator((_: unknown, context: ExecutionContext): unknown => {
  const { query, body } = context.switchToHttp().getRequest<FastifyRequest>();
  return { ...(query as object), ...(typeof body === 'object' ? body : {}) };
});
