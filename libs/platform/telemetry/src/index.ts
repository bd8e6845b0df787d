export { Logger } from 'nestjs-pino';
export * from './correlation.ts';
export * from './health-checks.ts';
export * from './log-buffer.ts';
export * from './logger.ts';
export * from './redact.ts';
export * from './registered-metrics.ts';
export * from './telemetry.module.ts';
