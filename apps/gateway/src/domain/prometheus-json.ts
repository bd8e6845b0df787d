import type { PromqlResult, ResultHistogram } from '@cloudops/contracts';

/** A query's result as Prometheus' API writes it, piece by piece as the pieces come. */
export async function* prometheusJson(pieces: AsyncIterable<PromqlResult>): AsyncGenerator<string> {
  let text = '';
  let begun = false;
  let written = 0;
  let type: PromqlResult['type'] = 'vector';
  let closing = ''; // of the series that may go on in the next piece
  const warnings: string[] = [];
  const seconds = rememberingSeconds();
  for await (const piece of pieces) {
    if (!begun) text = head(piece.type);
    begun = true;
    type = piece.type;
    warnings.push(...(piece.warnings ?? []));
    piece.series.forEach(({ metric, times, values, histograms = [] }, i) => {
      const points = times.map((time, at) => `[${seconds(time)},${type === 'string' ? JSON.stringify(values[at]) : `"${values[at]!}"`}]`);
      if (type === 'scalar' || type === 'string') text += points[0] ?? '';
      else if (i === 0 && piece.continued) text += `,${points.join(',')}`;
      else {
        text += `${closing}${written > 0 ? ',' : ''}{"metric":${JSON.stringify(metric)}`;
        const complex = histograms.map(histogramJson);
        if (type === 'vector') {
          text += points.length > 0 ? `,"value":${points[0]!}` : `,"histogram":${complex[0] ?? 'null'}`;
          closing = '}';
        } else {
          if (points.length > 0 || complex.length === 0) text += `,"values":[${points.join(',')}`;
          closing = `${points.length > 0 || complex.length === 0 ? ']' : ''}${complex.length > 0 ? `,"histograms":[${complex.join(',')}]` : ''}}`;
        }
      }
      written++;
    });
    yield text;
    text = '';
  }
  if (!begun) yield head(type);
  yield `${closing}${isList(type) ? ']' : ''}}${warnings.length > 0 ? `,"warnings":${JSON.stringify(warnings)}` : ''}}`;
}

/** The series of a result share their times: each is written out once. */
function rememberingSeconds(): (ms: number) => string {
  const known = new Map<number, string>();
  return (ms) => {
    let text = known.get(ms);
    if (text === undefined) {
      if (known.size >= 20_000) known.clear();
      known.set(ms, (text = String(ms / 1000)));
    }
    return text;
  };
}

const histogramJson = ({ time, count, sum, buckets }: ResultHistogram): string =>
  `[${time / 1000},${JSON.stringify({ count, sum, ...(buckets.length > 0 ? { buckets } : {}) })}]`;

const isList = (type: PromqlResult['type']): boolean => type === 'vector' || type === 'matrix';
const head = (type: PromqlResult['type']): string =>
  `{"status":"success","data":{"resultType":"${type}","result":${isList(type) ? '[' : ''}`;
