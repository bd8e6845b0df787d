import { useMemo } from 'react';
import { Chart, type ChartLine } from './chart.tsx';

const HEIGHT = 150;
const step = (x: number): string => (Number.isInteger(x) ? `${x}` : '');
const small = (value: number): string => String(Number(value.toPrecision(2)));

/** Mean square error of a network's outputs, told as it is trained. */
export function LossChart({ loss, name }: { loss: number[]; name: string }) {
  const shape = useMemo(() => {
    const lines: ChartLine[] = [{ label: 'loss', color: '#1098ad', values: loss }];
    return { times: loss.map((_, i) => i + 1), lines };
  }, [loss]);
  if (loss.length < 2) return null;
  const description = `Loss of ${name}, from ${small(loss[0]!)} to ${small(loss.at(-1)!)}`;
  return <Chart {...shape} xLabel={step} format={small} height={HEIGHT} description={description} />;
}
