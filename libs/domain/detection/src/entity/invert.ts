const { max, sqrt } = Math;

let factor = new Float64Array(0);
let inverse = new Float64Array(0);

/**
 * Writes (A + ridge I)⁻¹ to `out` by Cholesky; a pivot below the ridge (A need not be quite positive) counts as the ridge.
 * @param a lower triangle of a symmetric matrix of `n` rows, row by row. @param ridge above 0.
 */
export function invert(a: Float64Array, n: number, ridge: number, out: Float64Array): void {
  if (factor.length < n * n) {
    factor = new Float64Array(n * n);
    inverse = new Float64Array(n * n);
  }
  for (let i = 0; i < n; i++) {
    for (let j = 0; j < i; j++) factor[i * n + j] = (a[i * n + j]! - dot(factor, i * n, j * n, j)) / factor[j * n + j]!;
    factor[i * n + i] = sqrt(max(ridge, a[i * n + i]! + ridge - dot(factor, i * n, i * n, i)));
  }
  for (let i = 0; i < n; i++) {
    const pivot = factor[i * n + i]!;
    inverse[i * n + i] = 1 / pivot;
    for (let j = 0; j < i; j++) {
      let sum = 0;
      for (let k = j; k < i; k++) sum += factor[i * n + k]! * inverse[k * n + j]!;
      inverse[i * n + j] = -sum / pivot;
    }
  }
  for (let i = 0; i < n; i++)
    for (let j = 0; j <= i; j++) {
      let sum = 0;
      for (let k = i; k < n; k++) sum += inverse[k * n + i]! * inverse[k * n + j]!;
      out[i * n + j] = out[j * n + i] = sum;
    }
}

function dot(x: Float64Array, a: number, b: number, n: number): number {
  let sum = 0;
  for (let k = 0; k < n; k++) sum += x[a + k]! * x[b + k]!;
  return sum;
}
