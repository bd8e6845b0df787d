/**
 * Gives every text a number that is never given to another one, so that lists of texts can be compared by their numbers. A text that was
 * not asked for over two generations is forgotten and numbered anew.
 */
export class SymbolIds {
  readonly #capacity: number;
  #young = new Map<string, number>();
  #old = new Map<string, number>();
  #last = 0;

  /** At most `2 * capacity` texts are held. */
  constructor(capacity: number) {
    this.#capacity = capacity;
  }

  idOf(text: string): number {
    const young = this.#young.get(text);
    if (young !== undefined) return young;
    const id = this.#old.get(text) ?? (this.#last += 1);
    if (this.#young.size >= this.#capacity) {
      this.#old = this.#young;
      this.#young = new Map();
    }
    this.#young.set(text, id);
    return id;
  }
}
