import { DomainError } from '@cloudops/contracts';
import { ascends, NAME_LABEL, type LabelPair } from './labels.ts';

export interface LabelLimits {
  readonly labelsPerSeries: number;
  readonly nameBytes: number;
  readonly valueBytes: number;
}

export const LABEL_LIMITS: LabelLimits = { labelsPerSeries: 128, nameBytes: 512, valueBytes: 8_192 };

/**
 * Checks labels as a sender wrote them: any UTF-8 (Prometheus 3), in any order, unique, one of them a `__name__` that is not empty.
 * @param path called only when there is a fault
 * @throws DomainError `invalid` naming `<path>[i].name` or `.value`.
 */
export function checkLabels(labels: readonly LabelPair[], path: () => string): void {
  const seen = ascends(labels) ? undefined : new Set<string>(); // what ascends cannot repeat itself
  let isNamed = false;
  for (let i = 0; i < labels.length; i++) {
    const [name, value] = labels[i]!;
    if (name.includes('\0')) checkText(name, `${path()}[${i}].name`);
    if (value.includes('\0')) checkText(value, `${path()}[${i}].value`);
    if (name === '') throw fault('label-name', `${path()}[${i}].name`, 'a label needs a name');
    if (seen?.has(name)) throw fault('label-repeated', `${path()}[${i}].name`, `the label ${name} occurs twice`);
    seen?.add(name);
    if (name !== NAME_LABEL) continue;
    if (value.length > LABEL_LIMITS.nameBytes)
      throw fault('label-too-long', `${path()}[${i}].value`, `a metric name has at most ${LABEL_LIMITS.nameBytes} characters`);
    if (value === '') throw fault('metric-name', `${path()}[${i}].value`, 'a metric needs a name');
    isNamed = true;
  }
  if (!isNamed) throw fault('metric-name-missing', path(), `a series needs the label ${NAME_LABEL}`);
}

/** @throws DomainError `invalid` for text that no database keeps. */
export function checkText(text: string, field: string): void {
  if (text.includes('\0')) throw fault('label-nul', field, 'it holds the character U+0000');
}

const fault = (code: string, field: string, message: string): DomainError =>
  new DomainError('invalid', code, `${field}: ${message}`, { field });
