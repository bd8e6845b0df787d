/** The incidents that are open now, as a whole. */
export abstract class OpenIncidents {
  /** Links those that belong together and ranks their causes anew where more is known around them. @returns how many are open. */
  abstract reconsider(now: Date): Promise<number>;
}
