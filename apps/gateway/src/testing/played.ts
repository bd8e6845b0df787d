/** What the played services were asked, in order, and whether a stream of theirs was left early. */
export class Played {
  readonly asked: { readonly subject: string; readonly data: unknown }[] = [];
  readonly left: string[] = [];
  note(subject: string, data: unknown): void {
    this.asked.push({ subject, data });
  }
  last(subject: string): unknown {
    return this.asked.findLast((a) => a.subject === subject)?.data;
  }
}
export const played = new Played();
