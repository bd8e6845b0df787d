/** Growth of a counter between two samples; a counter that fell was reset and has grown from zero (Prometheus' rule). */
export const increase = (before: number, after: number): number => (after >= before ? after - before : after);
