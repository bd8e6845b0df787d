import { makeHistogramProvider } from '@willsoto/nestjs-prometheus';

export const HTTP_DURATION = 'cloudops_http_request_duration_seconds';

export const httpDurationProvider = makeHistogramProvider({
  name: HTTP_DURATION,
  help: 'Time from the first byte of a request to the end of its answer',
  labelNames: ['route', 'method', 'status'],
  buckets: [0.005, 0.025, 0.1, 0.25, 1, 2.5, 10],
});
