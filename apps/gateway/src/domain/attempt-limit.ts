interface Failures {
  /** Milliseconds; the window ends `windowMs` later. */
  readonly since: number;
  readonly count: number;
}

export interface AttemptLimitOptions {
  readonly failures: number;
  readonly windowMs: number;
  /** Addresses remembered at once; the oldest are forgotten first. */
  readonly addresses: number;
}

/**
 * Counts wrong keys per address in fixed windows. A blocked address is refused before its key is looked at, right or wrong, so that
 * guessing on teaches nothing. A key that was right from that address before stays welcome: one stuck script behind a shared
 * address does not lock the others out.
 */
export class AttemptLimit {
  private readonly failed = new Map<string, Failures>();
  private readonly welcome = new Set<string>();

  constructor(private readonly options: AttemptLimitOptions = { failures: 20, windowMs: 60_000, addresses: 10_000 }) {}

  /** Seconds until the address may try again; 0 when it may now. */
  blockedSeconds(address: string, now: number): number {
    const f = this.failed.get(address);
    if (f === undefined || now >= f.since + this.options.windowMs || f.count < this.options.failures) return 0;
    return Math.ceil((f.since + this.options.windowMs - now) / 1000);
  }

  fail(address: string, now: number): void {
    const f = this.failed.get(address);
    const fresh = f === undefined || now >= f.since + this.options.windowMs;
    this.failed.delete(address);
    this.failed.set(address, fresh ? { since: now, count: 1 } : { since: f.since, count: f.count + 1 });
    if (this.failed.size > this.options.addresses) this.failed.delete(this.failed.keys().next().value as string);
  }

  remember(address: string, keyId: string): void {
    const pair = `${address} ${keyId}`;
    this.welcome.delete(pair);
    this.welcome.add(pair);
    if (this.welcome.size > this.options.addresses) this.welcome.delete(this.welcome.keys().next().value as string);
  }

  isWelcome(address: string, keyId: string): boolean {
    return this.welcome.has(`${address} ${keyId}`);
  }
}
