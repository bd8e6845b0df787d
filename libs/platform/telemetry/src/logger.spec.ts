import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { withCorrelation } from './correlation.ts';
import { logBuffer } from './log-buffer.ts';
import { createLogger } from './logger.ts';

describe('createLogger', () => {
  const written: string[] = [];
  beforeEach(() => {
    written.length = 0;
    jest.spyOn(process.stdout, 'write').mockImplementation((chunk) => written.push(String(chunk)) > 0);
    logBuffer.drain(Infinity);
  });
  afterEach(() => {
    jest.restoreAllMocks();
  });

  it('writes one JSON line with time, level, service and correlation id, and buffers the same', () => {
    withCorrelation('req-1', () => createLogger('anomaly').info({ series: 3 }, 'scored'));
    expect(JSON.parse(written[0] ?? '')).toMatchObject({
      level: 'info',
      service: 'anomaly',
      msg: 'scored',
      correlationId: 'req-1',
      series: 3,
    });
    expect(logBuffer.drain(1)).toEqual([expect.objectContaining({ service: 'anomaly', correlationId: 'req-1', message: 'scored' })]);
  });

  it('files the executor under remediation', () => {
    createLogger('executor').warn('x');
    expect(logBuffer.drain(1)[0]).toMatchObject({ service: 'remediation', fields: '{"process":"executor"}' });
  });

  it('keeps secrets out of fields, errors and messages', () => {
    const error = Object.assign(new Error('connect postgres://u:hunter2@h/x'), {
      config: { headers: { authorization: 'Bearer hunter2' } },
    });
    createLogger('chat').error({ err: error, password: 'hunter2', nested: { apiKey: 'hunter2' } }, 'failed with Bearer hunter2hunter2');
    expect(written.join()).not.toContain('hunter2');
    expect(written.join()).toContain('logger.spec'); // the stack is there
  });

  it('keeps quiet below its level', () => {
    createLogger('chat', 'warn').info('nothing');
    expect(written).toEqual([]);
  });
});
