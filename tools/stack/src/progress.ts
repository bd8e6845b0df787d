/** Start-up progress a person can follow: one line a step, with the seconds it took. */
export class Progress {
  async step<T>(title: string, work: () => Promise<T>): Promise<T> {
    const from = performance.now();
    try {
      const result = await work();
      this.#line('✔', `${title} (${seconds(from)} s)`);
      return result;
    } catch (error) {
      this.#line('✖', title);
      throw error;
    }
  }

  note(text: string): void {
    this.#line('·', text);
  }

  #line(mark: string, text: string): void {
    process.stdout.write(` ${mark} ${text}\n`);
  }
}

const seconds = (from: number): string => ((performance.now() - from) / 1000).toFixed(1);
