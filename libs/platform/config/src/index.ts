export * from './config-error.ts';
export * from './inherited-variables.ts';
export * from './load-config.ts';
export * from './parse-config.ts';
export * from './service-config.ts';
