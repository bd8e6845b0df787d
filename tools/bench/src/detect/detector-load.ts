import { randomNumbers } from '../load/series-shapes.ts';

const DAY_MS = 86_400_000;
const SPIKES = 0.0005;

/** What the bench scores: levels of five magnitudes with a daily wave, noise and a rare spike; a tenth never changes, a tenth counts in small whole numbers. */
export class DetectorLoad {
  private readonly random = randomNumbers(1);

  constructor(
    readonly series: number,
    readonly stepMs: number,
    readonly startAt: number,
  ) {}

  timeOf(round: number): number {
    return this.startAt + round * this.stepMs;
  }

  /** The next value of series `i` at `time`, ms. */
  value(i: number, time: number): number {
    const { random } = this;
    const wave = Math.sin(2 * Math.PI * (time / DAY_MS + i / this.series));
    const noise = random() + random() + random() - 1.5;
    if (i % 10 === 0) return i;
    if (i % 10 === 1) return Math.max(0, Math.round(3 + wave + noise * 2));
    return 10 ** (i % 5) * (1 + 0.3 * wave + 0.1 * noise) * (random() < SPIKES ? 3 : 1);
  }

  /** Values of all series round by round: those of one series lie `series` apart, as they arrive. */
  rounds(from: number, count: number): Float64Array {
    const values = new Float64Array(count * this.series);
    for (let at = 0; at < values.length; at++) values[at] = this.value(at % this.series, this.timeOf(from + Math.floor(at / this.series)));
    return values;
  }
}
