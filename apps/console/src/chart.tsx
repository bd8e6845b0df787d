import { useComputedColorScheme } from '@mantine/core';
import { useEffect, useRef } from 'react';
import uPlot from 'uplot';

export interface ChartLine {
  label: string;
  color: string;
  values: (number | null)[];
}

export interface ChartProps {
  /** Seconds since the epoch, ascending; shared by all lines. With `xLabel` any other quantity. */
  times: number[];
  /** Names a place on the x axis where it is not time. */
  xLabel?: (x: number) => string;
  lines: ChartLine[];
  /** Drawn as a shaded band behind the lines. */
  band?: { lower: number; upper: number };
  /** Vertical marks, in seconds since the epoch. */
  marks?: { at: number; label: string }[];
  format: (value: number) => string;
  range?: [number, number];
  height?: number;
  description: string;
}

const DEFAULT_HEIGHT = 130;
/** Pixels a time label needs. */
const TICK_SPACE = 80;

/** A time series chart that follows its container's width and the theme. */
export function Chart({ times, xLabel, lines, band, marks, format, range, height = DEFAULT_HEIGHT, description }: ChartProps) {
  const host = useRef<HTMLDivElement>(null);
  const scheme = useComputedColorScheme('light');
  useEffect(() => {
    const element = host.current;
    if (!element) return;
    const ink = scheme === 'dark' ? '#a6a7ab' : '#5c5f66';
    const grid = { stroke: scheme === 'dark' ? '#2c2e33' : '#e9ecef', width: 1 };
    const limits = band ? [times.map(() => band.upper), times.map(() => band.lower)] : [];
    const plot = new uPlot(
      {
        width: element.clientWidth,
        height,
        cursor: { points: { size: 5 } },
        legend: { show: false },
        scales: { x: { time: xLabel === undefined }, y: range ? { range } : {} },
        axes: [
          {
            stroke: ink,
            grid,
            ticks: grid,
            space: TICK_SPACE,
            values: (_, ticks, _axis, _space, step) => ticks.map((tick) => xLabel?.(tick) ?? clockTick(tick, step)),
          },
          { stroke: ink, grid, ticks: grid, size: 62, values: (_, ticks) => ticks.map(format) },
        ],
        series: [
          {},
          ...limits.map(() => ({ stroke: 'rgba(18, 184, 134, 0.5)', width: 1, points: { show: false } })),
          ...lines.map((line) => ({ label: line.label, stroke: line.color, width: 1.6, spanGaps: false, points: { show: false } })),
        ],
        bands: band ? [{ series: [1, 2], fill: 'rgba(18, 184, 134, 0.15)' }] : [],
        hooks: { draw: [(u) => marks?.forEach((mark) => drawMark(u, mark.at, mark.label, ink))] },
      },
      [times, ...limits, ...lines.map((line) => line.values)],
      element,
    );
    const observer = new ResizeObserver(() => plot.setSize({ width: element.clientWidth, height }));
    observer.observe(element);
    return () => {
      observer.disconnect();
      plot.destroy();
    };
  }, [times, xLabel, lines, band, marks, format, range, height, scheme]);
  return <div ref={host} role="img" aria-label={description} style={{ minHeight: height }} />;
}

const MINUTE_SECONDS = 60;
const DAY_SECONDS = 86_400;

/** 24-hour local time; seconds only when the ticks are closer than a minute, the date when they are days apart. */
function clockTick(seconds: number, step: number): string {
  const date = new Date(seconds * 1000);
  if (step >= DAY_SECONDS) return date.toLocaleDateString(undefined, { month: 'short', day: 'numeric' });
  return date.toLocaleTimeString('en-GB', { hour: '2-digit', minute: '2-digit', ...(step < MINUTE_SECONDS && { second: '2-digit' }) });
}

function drawMark(plot: uPlot, at: number, label: string, ink: string): void {
  const { left, top, width, height } = plot.bbox;
  const x = plot.valToPos(at, 'x', true);
  if (x < left || x > left + width) return;
  const { ctx } = plot;
  ctx.save();
  ctx.strokeStyle = ink;
  ctx.fillStyle = ink;
  ctx.setLineDash([4, 4]);
  ctx.beginPath();
  ctx.moveTo(x, top);
  ctx.lineTo(x, top + height);
  ctx.stroke();
  ctx.fillText(label, x + 4, top + 12);
  ctx.restore();
}
