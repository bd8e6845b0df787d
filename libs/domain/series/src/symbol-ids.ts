/** Longer texts than this on average make a generation smaller. */
const TEXT_CHARACTERS = 128;

/**
 * Gives every text a number that is never given to another one, so that lists of texts can be compared by their numbers. A text that was
 * not asked for over two generations is forgotten and numbered anew.
 */
export class SymbolIds {
  readonly #capacity: number;
  #young = new Map<string, number>();
  #youngWeight = 0;
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
    if (this.#young.size >= this.#capacity || this.#youngWeight >= this.#capacity * TEXT_CHARACTERS) {
      this.#old = this.#young;
      this.#young = new Map();
      this.#youngWeight = 0;
    }
    this.#young.set(text, id);
    this.#youngWeight += text.length;
    return id;
  }
}
