/** Everything that the pieces of a bounded reply hold. */
export async function collectPieces<P, T>(pieces: AsyncIterable<P>, itemsOf: (piece: P) => readonly T[]): Promise<T[]> {
  const all: T[] = [];
  for await (const piece of pieces) all.push(...itemsOf(piece));
  return all;
}
