import { describe, expect, it } from '@jest/globals';
import type { SampleLine } from './api.ts';
import { hostLines } from './host-series.ts';

const T = 1_800_000_000_000;
let ids = 0;

function line(name: string, points: [number, number][], labels: Record<string, string> = {}): SampleLine {
  const id = String(ids++).padStart(16, '0');
  const entity = { environment: 'local', kind: 'host' as const, id: 'vm' };
  return {
    series: { id, name, labels, type: 'unknown', entity, source: 'host' },
    points: points.map(([seconds, value]) => [T + seconds * 1000, value]),
  };
}

const memory = (at: number[]): SampleLine[] => [
  line(
    'node_memory_MemAvailable_bytes',
    at.map((t) => [t, 25]),
  ),
  line(
    'node_memory_MemTotal_bytes',
    at.map((t) => [t, 100]),
  ),
];

describe('hostLines', () => {
  it('reads busy CPU from the idle seconds of all cores', () => {
    const idle = [
      line(
        'node_cpu_seconds_total',
        [
          [0, 0],
          [10, 10],
        ],
        { cpu: '0' },
      ),
      line(
        'node_cpu_seconds_total',
        [
          [0, 0],
          [10, 5],
        ],
        { cpu: '1' },
      ),
    ];
    expect(hostLines([...idle, ...memory([0, 10])])).toMatchObject({ cpuPercent: [null, 25], memoryPercent: [75, 75] });
  });

  it('adds the interfaces up and counts a reset counter from zero', () => {
    const received = [
      line('node_network_receive_bytes_total', [
        [0, 1000],
        [10, 100],
      ]),
      line('node_network_receive_bytes_total', [
        [0, 0],
        [10, 50],
      ]),
    ];
    expect(hostLines([...received, ...memory([0, 10])]).receiveBytes).toEqual([null, 15]);
  });

  it('breaks the lines where nothing was measured', () => {
    const idle = line('node_cpu_seconds_total', [
      [0, 0],
      [5, 5],
      [600, 100],
      [605, 105],
    ]);
    const lines = hostLines([idle, ...memory([0, 5, 600, 605])]);
    expect(lines.memoryPercent).toEqual([75, 75, null, 75, 75]);
    expect(lines.cpuPercent).toEqual([null, 0, null, null, 0]);
  });

  it('is empty when there is nothing', () => expect(hostLines([]).times).toEqual([]));
});
