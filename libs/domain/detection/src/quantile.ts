/** Quantile by linear interpolation (Hyndman & Fan's type 7) of ascending values; NaN of none. @param q 0 to 1 */
export function quantile(ascending: ArrayLike<number>, q: number): number {
  const at = q * (ascending.length - 1);
  const low = ascending[Math.floor(at)] ?? NaN;
  return low + (at % 1) * ((ascending[Math.ceil(at)] ?? low) - low);
}
