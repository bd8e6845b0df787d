/** With so many samples the fixed price of a commit does not matter any more. */
const ENOUGH_SAMPLES = 20_000;

/**
 * Says when a group is worth a commit: once all those wait who took part in the last one or came while it ran. A sender that is alone
 * never waits for another, and many are not taken in halves of which one always waits for the other.
 */
export class Gathering {
  #expected = 1;

  isComplete(deliveries: number, samples: number): boolean {
    return deliveries >= this.#expected || samples >= ENOUGH_SAMPLES;
  }

  /** @param waiting deliveries that came while the group was committed */
  committed(deliveries: number, waiting: number): void {
    this.#expected = deliveries + waiting;
  }
}
