import { describe, expect, it } from '@jest/globals';
import { methodsOf } from './route-table.ts';

const routes = [
  { method: 'GET', path: '/' },
  { method: 'POST', path: '/query' },
  { method: 'GET', path: '/api/v1/incidents/:id' },
  { method: 'HEAD', path: '/api/v1/incidents/:id' },
  { method: 'POST', path: '/api/v1/remediations/:id/approve' },
];

describe('methodsOf', () => {
  it.each([
    ['/', ['GET']],
    ['/query', ['POST']],
    ['/query/', []],
    ['/api/v1/incidents/42', ['GET', 'HEAD']],
    ['/api/v1/incidents/', []],
    ['/api/v1/incidents/42/more', []],
    ['/api/v1/remediations/r1/approve', ['POST']],
    ['/api/v1/remediations/r1/deny', []],
  ])('%s knows %j', (path, methods) => {
    expect(methodsOf(path, routes)).toEqual(methods);
  });
});
