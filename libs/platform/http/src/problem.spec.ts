import { DomainError, Problem } from '@cloudops/contracts';
import { describe, expect, it } from '@jest/globals';
import { NotFoundException } from '@nestjs/common';
import { problemOf, STATUS_OF_KIND } from './problem.ts';

const request = { id: 'r1', path: '/x', method: 'GET' };

describe('problemOf', () => {
  it.each(Object.entries(STATUS_OF_KIND))('maps %s to %d, valid against the contract', (kind, status) => {
    const { body } = problemOf(new DomainError(kind as keyof typeof STATUS_OF_KIND, 'some-code', 'why'), request);
    expect(Problem.parse(body)).toMatchObject({ status, code: 'some-code', requestId: 'r1', instance: '/x' });
  });

  it('says when to retry, and only then', () => {
    expect(problemOf(new DomainError('overloaded', 'c', 'm', { retryAfterSeconds: 1.2 }), request).headers['retry-after']).toBe('2');
    expect(problemOf(new DomainError('unavailable', 'c', 'm'), request)).toMatchObject({
      headers: { 'retry-after': '5' },
      body: { retryable: true },
    });
    expect(problemOf(new DomainError('conflict', 'c', 'm'), request)).toMatchObject({ body: { retryable: false } });
  });

  it.each([new Error('password=hunter2'), new DomainError('internal', 'c', 'hunter2'), 'hunter2', null])('leaks nothing of %p', (error) => {
    const { body } = problemOf(error, request);
    expect(body.status).toBe(500);
    expect(JSON.stringify(body)).not.toContain('hunter2');
  });

  it('names the route that does not exist', () => {
    expect(problemOf(new NotFoundException(), request).body).toMatchObject({
      status: 404,
      code: 'route-not-found',
      detail: 'There is no GET /x.',
    });
  });
});
