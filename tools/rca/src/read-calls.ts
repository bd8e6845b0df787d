import type { Call } from '@cloudops/domain-incidents';
import { parseCsv } from '@cloudops/domain-detection';

/** Reads `caller,callee` in any order of columns. @throws Error that says what is missing. */
export function readCalls(text: string): Call[] {
  const [header = [], ...rows] = parseCsv(text);
  const [caller, callee] = [header.indexOf('caller'), header.indexOf('callee')];
  if (caller < 0 || callee < 0) throw new Error('must have the columns caller and callee');
  return rows.flatMap((row) => {
    const [from, to] = [row[caller]?.trim(), row[callee]?.trim()];
    return from && to ? [{ caller: from, callee: to }] : [];
  });
}
