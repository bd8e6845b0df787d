/** What a server says about itself in Prometheus' text format. */
export class OwnMetrics {
  private constructor(private readonly text: string) {}

  static async of(url: string): Promise<OwnMetrics> {
    return new OwnMetrics(await (await fetch(`${url}/metrics`)).text());
  }

  /** Sum over all series of a metric whose labels, as written, hold `part`. */
  sum(name: string, part = ''): number {
    const lines = this.text.matchAll(new RegExp(`^${name}(\\{.*\\})? (\\S+)$`, 'gm'));
    return [...lines].filter(([, labels = '']) => labels.includes(part)).reduce((sum, [, , value]) => sum + Number(value), 0);
  }
}
