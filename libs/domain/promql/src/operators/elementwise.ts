/** Result of an operator on two values; undefined when a comparison does not hold. */
export type Elementwise = (left: number, right: number) => number | undefined;

/** Go's `math.Pow`: 1 to anything is 1, and -1 to an infinity too. */
const power = (base: number, exponent: number): number =>
  base === 1 || (base === -1 && Math.abs(exponent) === Infinity) ? 1 : base ** exponent;

const keep =
  (holds: (left: number, right: number) => boolean): Elementwise =>
  (left, right) =>
    holds(left, right) ? left : undefined;

export const ELEMENTWISE: Readonly<Record<string, Elementwise>> = {
  '+': (a, b) => a + b,
  '-': (a, b) => a - b,
  '*': (a, b) => a * b,
  '/': (a, b) => a / b,
  '%': (a, b) => a % b,
  '^': power,
  '==': keep((a, b) => a === b),
  '!=': keep((a, b) => a !== b),
  '>': keep((a, b) => a > b),
  '<': keep((a, b) => a < b),
  '>=': keep((a, b) => a >= b),
  '<=': keep((a, b) => a <= b),
};
