export { HealthChecks, type HealthCheck, type HealthReport } from '@cloudops/platform-telemetry';
export * from './create-service.ts';
export * from './problem.ts';
export * from './serve.ts';
export * from './valid.ts';
