/** A signal ends the process the ordinary way, so that what it has started ends with it. */
export function endOnSignal(): void {
  process.once('SIGINT', () => process.exit(130));
  process.once('SIGTERM', () => process.exit(143));
}
