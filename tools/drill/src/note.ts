const start = performance.now();

/** One line of progress, with the seconds since the drill began; standard output belongs to the result. */
export const note = (text: string): void =>
  void process.stderr.write(`[${((performance.now() - start) / 1000).toFixed(1).padStart(6)} s] ${text}\n`);
