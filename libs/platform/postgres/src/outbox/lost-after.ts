/** What is known of a stream: its identity (a recreated stream has another `created`) and its last sequence. */
export interface StreamHead {
  readonly created: string;
  readonly lastSeq: number;
}

/** The sequence after which published events are lost, or undefined when the stream still has all that it acknowledged. */
export function lostAfter(known: StreamHead | undefined, now: StreamHead): number | undefined {
  if (known === undefined) return undefined;
  if (known.created !== now.created) return 0;
  return now.lastSeq < known.lastSeq ? now.lastSeq : undefined;
}
