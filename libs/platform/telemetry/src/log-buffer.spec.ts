import { describe, expect, it } from '@jest/globals';
import { LogBuffer } from './log-buffer.ts';

const line = (msg: string, more: object = {}) =>
  JSON.stringify({ level: 'info', time: '2026-01-02T03:04:05.678Z', service: 'chat', msg, ...more });

describe('LogBuffer', () => {
  it('gives entries in order, with unique ids', () => {
    const buffer = new LogBuffer(10, 10_000);
    buffer.push(line('one', { correlationId: 'c1', extra: 1 }));
    buffer.push(line('two'));
    const [one, two] = buffer.drain(5);
    expect(one).toMatchObject({ message: 'one', service: 'chat', level: 'info', correlationId: 'c1', fields: '{"extra":1}' });
    expect(two?.id).not.toBe(one?.id);
    expect(buffer.drain(5)).toEqual([]);
  });

  it('keeps the newest lines and counts what it lost, by lines and by bytes', () => {
    const byLines = new LogBuffer(2, 10_000);
    for (const msg of ['a', 'b', 'c']) byLines.push(line(msg));
    expect(byLines.dropped).toBe(1);
    expect(byLines.drain(9).map((e) => e.message)).toEqual(['b', 'c']);

    const byBytes = new LogBuffer(100, line('a').length * 2);
    for (const msg of ['a', 'b', 'c']) byBytes.push(line(msg));
    expect(byBytes.drain(9).map((e) => e.message)).toEqual(['b', 'c']);
    byBytes.push('x'.repeat(100_000));
    expect(byBytes.size).toBe(0);
  });

  it('survives a line that is no log entry', () => {
    const buffer = new LogBuffer(10, 10_000);
    buffer.push('not json');
    buffer.push(line('ok', { service: 'stranger' }));
    buffer.push(line('good'));
    expect(buffer.drain(9).map((e) => e.message)).toEqual(['good']);
    expect(buffer.dropped).toBe(2);
  });

  it('cuts what the contract bounds', () => {
    const buffer = new LogBuffer(10, 1_000_000);
    buffer.push(line('m'.repeat(20_000), { big: 'f'.repeat(50_000) }));
    const [entry] = buffer.drain(1);
    expect(entry?.message).toHaveLength(8192);
    expect(entry?.fields.length).toBeLessThanOrEqual(16_384);
  });
});
