import { DomainError } from '@cloudops/contracts';
import { NAME_LABEL, type LabelPair } from './labels.ts';

export interface LabelLimits {
  readonly labelsPerSeries: number;
  readonly nameBytes: number;
  readonly valueBytes: number;
}

export const LABEL_LIMITS: LabelLimits = { labelsPerSeries: 128, nameBytes: 512, valueBytes: 8_192 };

const LABEL_NAME = /^[a-zA-Z_][a-zA-Z0-9_]*$/;
const METRIC_NAME = /^[a-zA-Z_:][a-zA-Z0-9_:]*$/;

/**
 * Checks labels as a sender wrote them: sorted, unique, well-named, one of them `__name__`.
 * @throws DomainError `invalid` naming `<path>[i].name` or `.value`.
 */
export function checkLabels(labels: readonly LabelPair[], path: string): void {
  let previous = '';
  let named = false;
  labels.forEach(([name, value], i) => {
    if (!LABEL_NAME.test(name)) throw fault('label-name', `${path}[${i}].name`, `${JSON.stringify(name.slice(0, 80))} is not a label name`);
    if (name === previous) throw fault('label-repeated', `${path}[${i}].name`, `the label ${name} occurs twice`);
    if (name < previous) throw fault('labels-unsorted', `${path}[${i}].name`, `labels must be sorted, ${name} comes after ${previous}`);
    if (name === NAME_LABEL) {
      named = true;
      if (!METRIC_NAME.test(value))
        throw fault('metric-name', `${path}[${i}].value`, `${JSON.stringify(value.slice(0, 80))} is not a metric name`);
    }
    previous = name;
  });
  if (!named) throw fault('metric-name-missing', path, `a series needs the label ${NAME_LABEL}`);
}

const fault = (code: string, field: string, message: string): DomainError =>
  new DomainError('invalid', code, `${field}: ${message}`, { field });
