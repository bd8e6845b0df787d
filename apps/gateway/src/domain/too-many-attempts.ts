/** One address presented too many wrong keys; 429 is for people, unlike the 503 of an overloaded service. */
export class TooManyAttempts extends Error {
  constructor(readonly retryAfterSeconds: number) {
    super(`Too many wrong keys from this address; try again in ${retryAfterSeconds} s`);
    this.name = 'TooManyAttempts';
  }
}
