/**
 * Lists of label names as a trie: node 0 is the empty list, every other one adds a name to its parent's. Series with the same names, or
 * with the same first ones, meet in the same nodes, so that a node is a column of values that belong together.
 */
export class LabelTrie {
  readonly parents: number[] = [0];
  readonly names: number[] = [0];
  readonly #children = new Map<number, number>();

  get size(): number {
    return this.parents.length;
  }

  /** Node of a node's names and one more. */
  child(parent: number, name: number): number {
    const key = parent * 0x10_0000 + name;
    let node = this.#children.get(key);
    if (node === undefined) {
      node = this.parents.push(parent) - 1;
      this.names.push(name);
      this.#children.set(key, node);
    }
    return node;
  }

  /** Nodes from the first name to a node's last. */
  path(node: number): number[] {
    const path: number[] = [];
    for (let at = node; at !== 0; at = this.parents[at]!) path.push(at);
    return path.reverse();
  }
}
