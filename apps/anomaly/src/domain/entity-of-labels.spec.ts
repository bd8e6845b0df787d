import { describe, expect, it } from '@jest/globals';
import { namedEntity, tellingLabels } from './entity-of-labels.ts';

const POD = { namespace: 'shop', pod: 'web-1' };

describe('tellingLabels', () => {
  it('asks for job and instance together, then for the instance', () => {
    expect(tellingLabels({ alertname: 'X', job: 'web', instance: 'a:1' })).toEqual([{ job: 'web', instance: 'a:1' }, { instance: 'a:1' }]);
  });
  it('does not take a reporter for what it reports on', () => {
    expect(tellingLabels({ job: 'kube-state-metrics', instance: '10.0.0.1:8080', ...POD })).toEqual([POD]);
  });
  it('knows services by their name', () => {
    expect(tellingLabels({ service: 'web' })).toEqual([{ service_name: 'web' }, { service: 'web' }, { job: 'web' }]);
  });
  it('finds nothing in nothing', () => expect(tellingLabels({ alertname: 'X' })).toEqual([]));
});

describe('namedEntity', () => {
  it.each([
    [{ job: 'node', instance: 'db1:9100' }, 'host/db1'],
    [{ job: 'web', instance: 'a:1' }, 'target/a:1'],
    [{ job: 'kube-state-metrics', instance: '10.0.0.1:8080', ...POD }, 'pod/shop/web-1'],
    [{ job: 'web' }, 'target/web'],
    [{ service: 'web', namespace: 'shop' }, 'service/shop/web'],
    [{ node: 'n 1' }, 'host/n-1'],
    [{ alertname: 'X' }, 'target/unknown'],
  ])('%j is %s', (labels, key) => {
    const { environment, kind, id } = namedEntity('prod', labels);
    expect([environment, `${kind}/${id}`]).toEqual(['prod', key]);
  });
});
