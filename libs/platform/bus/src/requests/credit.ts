/** How many frames may still be sent before the caller asks for more. */
export class Credit {
  private readonly waiting: (() => void)[] = [];

  constructor(private left: number) {}

  grant(frames: number): void {
    this.left += frames;
    while (this.left > 0 && this.waiting.length > 0) {
      this.left--;
      this.waiting.shift()?.();
    }
  }

  /** Resolves when one frame may be sent; rejects when `signal` aborts. */
  async take(signal: AbortSignal): Promise<void> {
    signal.throwIfAborted();
    if (this.left > 0) {
      this.left--;
      return;
    }
    await new Promise<void>((resolve, reject) => {
      const abort = (): void => {
        const at = this.waiting.indexOf(go);
        if (at >= 0) this.waiting.splice(at, 1);
        reject(signal.reason as Error);
      };
      const go = (): void => {
        signal.removeEventListener('abort', abort);
        resolve();
      };
      signal.addEventListener('abort', abort, { once: true });
      this.waiting.push(go);
    });
  }
}
