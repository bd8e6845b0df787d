/** Neumaier's improvement of Kahan's summation, as Prometheus sums: the error of each addition is kept apart. */
export class CompensatedSum {
  sum = 0;
  error = 0;

  add(value: number): void {
    const next = this.sum + value;
    // once a sum is infinite its error would be NaN
    if (!Number.isFinite(next)) this.error = 0;
    else if (Math.abs(this.sum) >= Math.abs(value)) this.error += this.sum - next + value;
    else this.error += value - next + this.sum;
    this.sum = next;
  }

  get value(): number {
    return Number.isFinite(this.sum) ? this.sum + this.error : this.sum;
  }
}
