import { describe, expect, it } from '@jest/globals';
import { RelabelRule } from '@cloudops/contracts';
import type { LabelPair } from './labels.ts';
import { compileRelabelling } from './relabelling.ts';

const labels: LabelPair[] = [
  ['__name__', 'http_requests_total'],
  ['instance', 'web-1:9100'],
  ['k8s_app', 'shop'],
];
type Given = Parameters<typeof RelabelRule.parse>[0];
const relabel = (...rules: Given[]) => {
  const left = compileRelabelling(rules.map((rule) => RelabelRule.parse(rule)))(labels);
  return left && Object.fromEntries(left);
};
const all = Object.fromEntries(labels);

describe('relabelling', () => {
  it.each<[string, Given, unknown]>([
    ['replaces by groups', { sourceLabels: ['instance'], regex: '([^:]+):.*', targetLabel: 'host' }, { ...all, host: 'web-1' }],
    [
      'fills named groups',
      { sourceLabels: ['instance'], regex: '.*:(?P<port>\\d+)', targetLabel: 'port', replacement: 'p${port}' },
      { ...all, port: 'p9100' },
    ],
    [
      'joins sources',
      { sourceLabels: ['k8s_app', 'none', 'instance'], separator: '/', targetLabel: 'who' },
      { ...all, who: 'shop//web-1:9100' },
    ],
    ['removes by an empty value', { targetLabel: 'k8s_app', replacement: '' }, { __name__: all['__name__'], instance: all['instance'] }],
    ['leaves what does not match whole', { sourceLabels: ['instance'], regex: 'web', targetLabel: 'x', replacement: 'y' }, all],
    ['keeps', { action: 'keep', sourceLabels: ['__name__'], regex: 'http_.*' }, all],
    ['drops what is not kept', { action: 'keep', sourceLabels: ['__name__'], regex: 'http' }, undefined],
    ['drops', { action: 'drop', sourceLabels: ['k8s_app'], regex: 'shop' }, undefined],
    ['maps names', { action: 'labelmap', regex: 'k8s_(.+)' }, { ...all, app: 'shop' }],
    ['drops labels', { action: 'labeldrop', regex: 'k8s_.*|instance' }, { __name__: all['__name__'] }],
    ['keeps labels', { action: 'labelkeep', regex: '__name__|instance' }, { __name__: all['__name__'], instance: all['instance'] }],
    [
      'makes a shard of MD5',
      { action: 'hashmod', sourceLabels: ['k8s_app'], modulus: 1000, targetLabel: 'k8s_app' },
      { ...all, k8s_app: '341' },
    ],
    ['changes case', { action: 'uppercase', sourceLabels: ['k8s_app'], targetLabel: 'k8s_app' }, { ...all, k8s_app: 'SHOP' }],
    ['keeps equal labels', { action: 'keepequal', sourceLabels: ['k8s_app'], targetLabel: 'instance' }, undefined],
    ['drops equal labels', { action: 'dropequal', sourceLabels: ['k8s_app'], targetLabel: 'instance' }, all],
    [
      'fills the name of a label',
      { sourceLabels: ['instance'], regex: '(web)-(\\d):.*', targetLabel: '${1}_number', replacement: '$2$$' },
      { ...all, web_number: '1$' },
    ],
    ['drops what has no name left', { action: 'labeldrop', regex: '__name__' }, undefined],
  ])('%s', (_, rule, left) => expect(relabel(rule)).toEqual(left));

  it('applies rules in order', () => {
    const first = { sourceLabels: ['k8s_app'], targetLabel: 'app' };
    expect(relabel(first, { action: 'drop', sourceLabels: ['app'], regex: 'shop' })).toBeUndefined();
  });

  it.each<[Given, string]>([
    [{ action: 'keep', regex: '(' }, 'relabel[0].regex'],
    [{ regex: 'a' }, 'relabel[0].targetLabel'],
    [{ action: 'hashmod', targetLabel: 'x' }, 'relabel[0].modulus'],
  ])('names the fault of %j', (rule, field) => {
    expect(() => relabel(rule)).toThrow(expect.objectContaining({ kind: 'invalid', field }));
  });
});
