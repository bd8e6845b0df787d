import { RECEIVERS, type ReceiverName } from './ingest-options.ts';

interface Point {
  readonly cpuSecondsPerMillion: number;
  readonly rssMb: number;
}
export type CurvePoint = { readonly series: number | null } & Partial<Readonly<Record<ReceiverName, Point>>>;

/** How far the dearest point lies above the cheapest (0.2: a fifth), and the peak of memory by series. */
export interface Flatness {
  readonly dearestAboveCheapest: number;
  readonly rssMbBySeries: Readonly<Record<string, number>>;
}

/** How flat a curve of costs over series is, for every receiver that was measured. */
export function curveOf(points: readonly CurvePoint[]): { readonly flatness: Readonly<Record<string, Flatness>> } {
  const flatness = RECEIVERS.filter((name) => points.some((point) => point[name])).map((name): [string, Flatness] => {
    const costs = points.map((point) => point[name]!.cpuSecondsPerMillion);
    return [
      name,
      {
        dearestAboveCheapest: Number((Math.max(...costs) / Math.min(...costs) - 1).toFixed(3)),
        rssMbBySeries: Object.fromEntries(points.map((point) => [String(point.series), point[name]!.rssMb])),
      },
    ];
  });
  return { flatness: Object.fromEntries(flatness) };
}
