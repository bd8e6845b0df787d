import { Controller, Get, UseFilters } from '@nestjs/common';
import { Operation } from './operation.ts';
import { PrometheusFilter } from './prometheus.filter.ts';
import { prometheusOperation } from './prometheus-operation.ts';

const success = <T>(data: T) => ({ status: 'success' as const, data });

/** What data sources ask beside queries: we evaluate no rules of Prometheus, and our incidents are no alerts of its. */
@UseFilters(PrometheusFilter)
@Controller('prometheus/api/v1')
export class PrometheusRulesController {
  @Operation(prometheusOperation('Groups of rules; there are none'))
  @Get('rules')
  rules() {
    return success({ groups: [] });
  }

  @Operation(prometheusOperation('Alerts of rules; there are none'))
  @Get('alerts')
  alerts() {
    return success({ alerts: [] });
  }
}
