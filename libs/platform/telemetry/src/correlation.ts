import { AsyncLocalStorage } from 'node:async_hooks';

const storage = new AsyncLocalStorage<string>();

/** Runs `work` so that every log line and bus call inside it carries `correlationId`. */
export const withCorrelation = <T>(correlationId: string, work: () => T): T => storage.run(correlationId, work);

/** The correlation id of the request or event being handled, if any. */
export const currentCorrelationId = (): string | undefined => storage.getStore();
