import { describe, expect, it } from '@jest/globals';
import { FAILOVER_MS, HEARTBEAT_MS, judgeReplica, replicatedSeries } from './replica-election.ts';
import { identifySeries } from './series-identity.ts';

const names = { cluster: 'cluster', replica: '__replica__' };

describe('replicatedSeries', () => {
  it('takes the replica off and keeps the cluster', () => {
    const member = replicatedSeries(identifySeries({ __name__: 'm', cluster: 'eu', __replica__: 'a' }), names)!;
    expect([member.cluster, member.replica]).toEqual(['eu', 'a']);
    expect(member.identity.id).toBe(identifySeries({ __name__: 'm', cluster: 'eu' }).id);
  });
  it.each<Record<string, string>>([{ cluster: 'eu' }, { __replica__: 'a' }, { cluster: 'x'.repeat(300), __replica__: 'a' }])(
    'leaves %j alone',
    (labels) => expect(replicatedSeries(identifySeries({ __name__: 'm', ...labels }), names)).toBeUndefined(),
  );
});

describe('judgeReplica', () => {
  const elected = { replica: 'a', seenAt: 1_000_000 };
  it.each([
    ['a', 0, 'elected'],
    ['a', HEARTBEAT_MS - 1, 'elected'],
    ['a', HEARTBEAT_MS, 'stand'],
    ['a', -1, 'stand'],
    ['b', FAILOVER_MS - 1, 'standby'],
    ['b', FAILOVER_MS, 'stand'],
  ])('%s after %d ms: %s', (replica, silent, verdict) => expect(judgeReplica(elected, replica, elected.seenAt + silent)).toBe(verdict));
  it('asks when nobody is known', () => expect(judgeReplica(undefined, 'a', 5)).toBe('stand'));
});
