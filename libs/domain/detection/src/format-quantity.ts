import type { SignalProfile } from './signal-profile.ts';

const BYTE_STEPS = ['B', 'kB', 'MB', 'GB', 'TB', 'PB'];

/** A number with its unit as a person writes it: `0.25` seconds is `250 ms`, `8e7` bytes is `80 MB`. */
export function formatQuantity(value: number, unit: SignalProfile['unit']): string {
  if (unit === 'bytes') return bytes(value);
  if (unit === 'bytes/s') return `${bytes(value)}/s`;
  if (unit === 'seconds') return Math.abs(value) >= 1 || value === 0 ? `${short(value)} s` : `${short(value * 1000)} ms`;
  if (unit === 'cores') return `${short(value * 100)}% of a core`;
  if (unit === 'ratio') return `${short(value * 100)}%`;
  if (unit === 'per second') return `${short(value)}/s`;
  return short(value);
}

function bytes(value: number): string {
  let step = 0;
  let scaled = value;
  while (Math.abs(scaled) >= 1000 && step < BYTE_STEPS.length - 1) {
    scaled /= 1000;
    step++;
  }
  return `${short(scaled)} ${BYTE_STEPS[step]!}`;
}

const short = (x: number): string => {
  const size = Math.abs(x);
  if (size >= 1e9 || (size > 0 && size < 1e-3)) return x.toExponential(2);
  return String(Number(x.toFixed(size >= 100 ? 0 : size >= 10 ? 1 : size >= 1 ? 2 : 4)));
};
