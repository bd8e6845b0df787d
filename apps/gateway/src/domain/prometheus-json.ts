import type { PromqlResult } from '@cloudops/contracts';

/** A query's result as Prometheus' API writes it, piece by piece as the pieces come. */
export async function* prometheusJson(pieces: AsyncIterable<PromqlResult>): AsyncGenerator<string> {
  let text = '';
  let begun = false;
  let written = 0;
  let type: PromqlResult['type'] = 'vector';
  for await (const piece of pieces) {
    if (!begun) text = head(piece.type);
    begun = true;
    type = piece.type;
    piece.series.forEach(({ metric, times, values }, i) => {
      const points = times.map((time, at) => `[${time / 1000},${JSON.stringify(values[at])}]`);
      if (type === 'scalar' || type === 'string') text += points[0] ?? '';
      else if (type === 'vector') text += `${written > 0 ? ',' : ''}{"metric":${JSON.stringify(metric)},"value":${points[0] ?? ''}}`;
      else if (i === 0 && piece.continued) text += `,${points.join(',')}`;
      else text += `${written > 0 ? ']},' : ''}{"metric":${JSON.stringify(metric)},"values":[${points.join(',')}`;
      written++;
    });
    yield text;
    text = '';
  }
  if (!begun) yield head(type);
  yield `${type === 'matrix' && written > 0 ? ']}' : ''}${isList(type) ? ']' : ''}}}`;
}

const isList = (type: PromqlResult['type']): boolean => type === 'vector' || type === 'matrix';
const head = (type: PromqlResult['type']): string =>
  `{"status":"success","data":{"resultType":"${type}","result":${isList(type) ? '[' : ''}`;
