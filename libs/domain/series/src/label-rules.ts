import { DomainError } from '@cloudops/contracts';
import { NAME_LABEL, type LabelPair } from './labels.ts';

export interface LabelLimits {
  readonly labelsPerSeries: number;
  readonly nameBytes: number;
  readonly valueBytes: number;
}

export const LABEL_LIMITS: LabelLimits = { labelsPerSeries: 128, nameBytes: 512, valueBytes: 8_192 };

/**
 * Checks labels as a sender wrote them: any UTF-8 (Prometheus 3), in any order, unique, one of them a `__name__` that is not empty.
 * @throws DomainError `invalid` naming `<path>[i].name` or `.value`.
 */
export function checkLabels(labels: readonly LabelPair[], path: string): void {
  const seen = new Set<string>();
  labels.forEach(([name, value], i) => {
    checkText(name, `${path}[${i}].name`);
    checkText(value, `${path}[${i}].value`);
    if (name === '') throw fault('label-name', `${path}[${i}].name`, 'a label needs a name');
    if (seen.has(name)) throw fault('label-repeated', `${path}[${i}].name`, `the label ${name} occurs twice`);
    if (name === NAME_LABEL && value.length > LABEL_LIMITS.nameBytes)
      throw fault('label-too-long', `${path}[${i}].value`, `a metric name has at most ${LABEL_LIMITS.nameBytes} characters`);
    if (name === NAME_LABEL && value === '') throw fault('metric-name', `${path}[${i}].value`, 'a metric needs a name');
    seen.add(name);
  });
  if (!seen.has(NAME_LABEL)) throw fault('metric-name-missing', path, `a series needs the label ${NAME_LABEL}`);
}

/** @throws DomainError `invalid` for text that no database keeps. */
export function checkText(text: string, field: string): void {
  if (text.includes('\0')) throw fault('label-nul', field, 'it holds the character U+0000');
}

const fault = (code: string, field: string, message: string): DomainError =>
  new DomainError('invalid', code, `${field}: ${message}`, { field });
