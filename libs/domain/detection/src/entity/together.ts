import { type Anomaly, entityKey, type SeriesDescriptor, type SeriesView } from '@cloudops/contracts';
import { anomalyId } from '../detected-anomaly.ts';
import { formatQuantity } from '../format-quantity.ts';
import type { Transition } from '../transition.ts';
import type { EntityState } from './entity-state.ts';
import type { SignalColumn } from './signal-column.ts';

/** Below this score a row is calm, and so many calm rows in a row end what was under way. */
const CALM_SCORE = 0.5;
const CALM_ROWS = 3;
/** Signals that a reason names: as few as carry this share of the score. */
const TOLD_SHARE = 0.75;
const TOLD_SIGNALS = 3;
const LEAST_SHARE = 0.01;
/** The band of the leading signal, in standard deviations of what its season leaves unexplained. */
const BAND_SIGMAS = 2;

/** What one row of an entity came to. */
export interface ScoredRow {
  readonly time: number;
  readonly score: number;
  readonly values: Float64Array;
  readonly contributions: Float64Array;
}

/** Where the trouble of an entity stands; plain data, kept with its state. */
export interface TogetherCourse {
  /** The anomaly under way. */
  readonly anomaly?: Anomaly | undefined;
  readonly calm: number;
}

export interface TogetherChange {
  readonly transition: Transition;
  readonly anomaly: Anomaly;
}

/** A series that stands for a signal: the anomaly shows it. */
export interface Representative {
  readonly series: SeriesDescriptor;
  readonly view: SeriesView;
}

/**
 * Begins, continues or ends the anomaly of an entity whose signals are together unlike its past. Always `low`: it informs, and corroborates nothing.
 * @param represent gives a series of a column, `undefined` when none is known any more.
 */
export function followTogether(
  course: TogetherCourse,
  row: ScoredRow,
  state: EntityState,
  columns: readonly SignalColumn[],
  represent: (column: SignalColumn) => Representative | undefined,
): { course: TogetherCourse; change?: TogetherChange } {
  const { anomaly } = course;
  if (anomaly === undefined) {
    const begun = row.score > 1 ? begin(row, state, columns, represent) : undefined;
    return begun ? { course: { anomaly: begun, calm: 0 }, change: changed(begun, 'detected', 'unlike-before', row.time) } : { course };
  }
  const calm = row.score < CALM_SCORE ? course.calm + 1 : 0;
  if (calm < CALM_ROWS) return { course: { anomaly, calm } };
  return { course: { calm: 0 }, change: endTogether(anomaly, row.time, 'returned') };
}

/** @param cause `stale` when the entity stopped reporting. */
export function endTogether(anomaly: Anomaly, at: number, cause: 'returned' | 'stale'): TogetherChange {
  const time = new Date(at).toISOString();
  const reason =
    cause === 'stale'
      ? `${anomaly.entity.id} stopped reporting at ${time}; whether its signals go together again is not known`
      : `The signals of ${anomaly.entity.id} go together as before since ${time}`;
  return changed({ ...anomaly, clearedAt: time, reason }, 'cleared', cause, at);
}

function begin(
  { time, score, values, contributions }: ScoredRow,
  state: EntityState,
  columns: readonly SignalColumn[],
  represent: (column: SignalColumn) => Representative | undefined,
): Anomaly | undefined {
  const order = columns.map((_, i) => i).sort((a, b) => contributions[b]! - contributions[a]! || a - b);
  const leading = order.find((i) => Number.isFinite(values[i]) && represent(columns[i]!) !== undefined);
  if (leading === undefined) return undefined;
  const { series, view } = represent(columns[leading]!)!;
  const spread = BAND_SIGMAS * Math.sqrt(state.unexplained[leading]!);
  const yhat = state.origin[leading]! + state.expected[leading]!;
  const band = { yhat, yhat_lower: yhat - spread, yhat_upper: yhat + spread };
  const at = new Date(time).toISOString();
  return {
    id: anomalyId(`together:${entityKey(series.entity)}`, time, 'together'),
    kind: 'together',
    ...{ series, view, entity: series.entity, signal: columns[leading]!.signal },
    ...{ onsetAt: at, detectedAt: at, clearedAt: null },
    ...{ value: values[leading]!, band, anomaly_score: score, severity: 'low' },
    severityReason: 'an entity that is unlike its past informs: which signal hurts is for its own band to tell',
    carriedBy: order
      .map((i) => ({ what: `${columns[i]!.title} (${columns[i]!.metric})`, share: Math.min(1, contributions[i]! / score) }))
      .filter(({ share }) => share >= LEAST_SHARE),
    reason: reasonOf(series.entity.id, columns, order, { time, score, values, contributions }, columns[leading]!, band),
  };
}

function reasonOf(
  entity: string,
  columns: readonly SignalColumn[],
  order: readonly number[],
  { time, score, values, contributions }: ScoredRow,
  leading: SignalColumn,
  band: Anomaly['band'],
): string {
  const told: string[] = [];
  let carried = 0;
  for (const i of order) {
    if (told.length === TOLD_SIGNALS || carried >= TOLD_SHARE * score || !(contributions[i]! > 0)) break;
    carried += contributions[i]!;
    told.push(`${columns[i]!.title} (${columns[i]!.metric}, ${Math.round((100 * contributions[i]!) / score)} %)`);
  }
  const show = (x: number): string => formatQuantity(x, leading.unit);
  const value = values[columns.indexOf(leading)]!;
  return (
    `The signals of ${entity} are together unlike its past since ${new Date(time).toISOString()}, carried by ${told.join(', ')}; ` +
    `${leading.title} is ${show(value)} where ${show(band.yhat_lower)} to ${show(band.yhat_upper)} is usual at this time`
  );
}

function changed(anomaly: Anomaly, type: Transition['type'], cause: Transition['cause'], at: number): TogetherChange {
  const { value, band, anomaly_score: score, severity } = anomaly;
  const onset = Date.parse(anomaly.onsetAt);
  return { anomaly, transition: { type, kind: 'together', onset, at, value, band, score, severity, sustained: false, cause } };
}
