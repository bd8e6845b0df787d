import { describe, expect, it } from '@jest/globals';
import { parseExposition } from './exposition.ts';
import { metricTypeOf } from './metric-type.ts';
import { parseSeriesText } from './series-text.ts';

const text = { openMetrics: false, maxSamples: 100 };

describe('parseExposition', () => {
  it('reads names, labels, values, timestamps and types', () => {
    const { samples, families } = parseExposition(
      [
        '# HELP a help # TYPE no',
        '# TYPE a counter',
        '# UNIT a bytes',
        '# HELP',
        '#HELP a',
        '# HELP "any name" two\\nlines',
        'a 1',
        'b{x="}\\"{",} 2.5e3 1700000000000',
        'c {} +Inf',
        '',
        'd NaN',
        'e\t-.5',
      ].join('\n'),
      text,
    );
    expect(samples).toEqual([
      { series: 'a', value: 1, time: undefined },
      { series: 'b{x="}\\"{",}', value: 2500, time: 1700000000000 },
      { series: 'c {}', value: Infinity, time: undefined },
      { series: 'd', value: NaN, time: undefined },
      { series: 'e', value: -0.5, time: undefined },
    ]);
    expect(families).toEqual(
      new Map([
        ['a', { type: 'counter', help: 'help # TYPE no', unit: 'bytes' }],
        ['any name', { help: 'two\nlines' }],
      ]),
    );
  });

  it('reads OpenMetrics: seconds, exemplars, _created like any series', () => {
    const body =
      'a_total 3 1700000000.5 # {trace="x # y",b="}"} 1 1700000000\na_created 1.7e9\nb_bucket{le="1"} 2 # {} 0.5\n' +
      `c 1 # {t="${'é'.repeat(128)}"} 1\n# EOF\n`;
    expect(parseExposition(body, { ...text, openMetrics: true }).samples).toEqual([
      {
        ...{ series: 'a_total', value: 3, time: 1700000000500 },
        exemplar: { labels: { trace: 'x # y', b: '}' }, value: 1, time: 1700000000000 },
      },
      { series: 'a_created', value: 1.7e9, time: undefined },
      { series: 'b_bucket{le="1"}', value: 2, time: undefined, exemplar: { labels: {}, value: 0.5, time: undefined } },
      { series: 'c', value: 1, time: undefined }, // its exemplar's labels are longer than 128 characters
    ]);
  });

  it.each([
    ['a 1\n', 'does not end with # EOF'],
    ['a 1\n# EOF\nb 1\n', 'Line 3 .* something follows # EOF'],
    ['a 1 # 5\n# EOF\n', 'exemplar has no labels'],
    ['a 1 # {t="x"}\n# EOF\n', 'is not a number'],
    ['a 1 # {t="x" 1\n# EOF\n', 'labels do not end'],
  ])('refuses OpenMetrics %j', (body, why) => {
    expect(() => parseExposition(body, { ...text, openMetrics: true })).toThrow(new RegExp(why));
  });

  it.each(['a', 'a x', 'a 1 2 3', 'a{x="1" 1', 'a constructor', 'a 0x10', 'a 1 -5', '{} '])('names the line of %s', (line) => {
    expect(() => parseExposition(`ok 1\n${line}`, text)).toThrow(expect.objectContaining({ kind: 'invalid', field: 'line 2' }));
  });

  it('bounds the number of samples', () => {
    expect(() => parseExposition('a 1\n'.repeat(101), text)).toThrow(expect.objectContaining({ kind: 'too-large' }));
  });
});

describe('parseSeriesText', () => {
  it('unescapes values and sorts labels', () => {
    expect(parseSeriesText('m{z="a\\\\b\\n\\"",  a = "é" , empty=""}')).toEqual([
      ['__name__', 'm'],
      ['a', 'é'],
      ['z', 'a\\b\n"'],
    ]);
  });
  it('reads quoted names', () => {
    expect(parseSeriesText('{"http.requests", "url.path"="/", a="b"}')).toEqual([
      ['__name__', 'http.requests'],
      ['a', 'b'],
      ['url.path', '/'],
    ]);
  });
  it.each(['{"a","b"}', 'm{"a"}', '{""}', 'm{a}', 'm{a="1"b="2"}', 'm{1a="x"}', 'm{a="1",a="2"}', '1m', '{a="1"}'])(
    'refuses %s',
    (series) => {
      expect(() => parseSeriesText(series)).toThrow(expect.objectContaining({ kind: 'invalid' }));
    },
  );
});

describe('metricTypeOf', () => {
  const declared = new Map([
    ['h', 'histogram'],
    ['s', 'summary'],
    ['c', 'counter'],
    ['g_total', 'gauge'],
  ] as const);
  it.each([
    ['h_bucket', 'histogram'],
    ['h_count', 'histogram'],
    ['s_sum', 'summary'],
    ['s', 'summary'],
    ['c_total', 'counter'],
    ['c_created', 'gauge'],
    ['g_total', 'gauge'],
    ['x_total', 'counter'],
    ['x_sum', 'counter'],
    ['x_bucket', 'histogram'],
    ['x_info', 'gauge'],
    ['x', 'unknown'],
    ['constructor', 'unknown'],
  ])('%s is %s', (name, type) => expect(metricTypeOf(name, declared)).toBe(type));
});
