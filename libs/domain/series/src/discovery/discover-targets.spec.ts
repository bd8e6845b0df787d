import { FileDiscovery, TargetGroups } from '@cloudops/contracts';
import { describe, expect, it } from '@jest/globals';
import { discoverTargets } from './discover-targets.ts';

const discover = (given: Partial<FileDiscovery>, groups: unknown) =>
  discoverTargets(
    FileDiscovery.parse({ job: 'node', files: ['*.json'], ...given }),
    TargetGroups.parse(groups),
    '/etc/targets/a.json',
    'test',
  );

describe('discoverTargets', () => {
  it('makes targets as Prometheus does: port of the scheme, instance, labels of the group', () => {
    const { targets, faults } = discover({ metricsPath: '/m' }, [
      { targets: ['10.0.0.1:9100', 'db'], labels: { zone: 'a', __param_q: 'x y' } },
    ]);
    expect(faults).toEqual([]);
    expect(targets).toMatchObject([
      { job: 'node', url: 'http://10.0.0.1:9100/m?q=x+y', labels: { instance: '10.0.0.1:9100', zone: 'a' } },
      { job: 'node', url: 'http://db:80/m?q=x+y', labels: { instance: 'db:80', zone: 'a' } },
    ]);
    expect(targets[0]!.entity).toEqual({ environment: 'test', kind: 'host', id: '10.0.0.1' });
  });

  it('relabels addresses, paths, jobs, and drops', () => {
    const targetRelabel = FileDiscovery.shape.targetRelabel.parse([
      { action: 'drop', sourceLabels: ['__address__'], regex: 'gone:.*' },
      { sourceLabels: ['__meta_filepath'], regex: '.*/(.*)[.]json', targetLabel: 'file' },
      { sourceLabels: ['__address__'], targetLabel: '__param_target' },
      { sourceLabels: ['__address__'], regex: '(.*):.*', targetLabel: 'instance' },
      { targetLabel: '__address__', replacement: 'prober:9115' },
      { targetLabel: 'job', replacement: 'probe' },
      { action: 'hashmod', sourceLabels: ['instance'], modulus: 8, targetLabel: '__tmp_shard' },
    ]);
    expect(discover({ targetRelabel }, [{ targets: ['gone:1', 'web:443'] }]).targets).toMatchObject([
      { job: 'probe', url: 'http://prober:9115/metrics?target=web%3A443', labels: { instance: 'web', file: 'a' } },
    ]);
  });

  it.each(['a/b:1', 'x y:1', 'user@host:1'])('leaves %j out and says so', (address) => {
    const { targets, faults } = discover({}, [{ targets: [address] }]);
    expect([targets, faults.length]).toEqual([[], 1]);
  });
});
