import { describe, expect, it } from '@jest/globals';
import { readTopology } from './topology-file.ts';

describe('readTopology', () => {
  it('reads edges, in the environment of the installation unless they say another one', () => {
    const text = 'edges:\n  - from: {kind: service, id: web}\n    to: {kind: database, id: orders, environment: eu}\n';
    expect(readTopology(text, 'prod')).toEqual([
      {
        from: { environment: 'prod', kind: 'service', id: 'web' },
        to: { environment: 'eu', kind: 'database', id: 'orders' },
        relation: 'calls',
      },
    ]);
  });
  it('names every fault', () => {
    const text = 'edges:\n  - from: {kind: planet, id: web}\n    to: {kind: host}\n    colour: red\n';
    expect(() => readTopology(text, 'prod')).toThrow(/edges\.0\.from\.kind: .*edges\.0\.to\.id: /);
  });
});
