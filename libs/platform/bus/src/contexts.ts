/** What a handler of an event knows besides the data. */
export abstract class EventContext {
  /** `ce-id`: the key to dedupe on. */
  abstract readonly id: string;
  /** Subject of the contract, without its suffix. */
  abstract readonly subject: string;
  /** When it happened at the publisher. */
  abstract readonly time: Date;
  /** Service that published it. */
  abstract readonly source: string;
  abstract readonly correlationId: string;
  /** The token behind the subject (`metrics.batch.v1.<partition>`), where the contract has one. */
  abstract readonly suffix?: string;
  /** 1 on the first delivery. */
  abstract readonly deliveries: number;
  /** W3C trace context of the publisher, passed on as it came. */
  abstract readonly traceparent?: string;
}

/** What a handler of a request knows besides the data. */
export abstract class RequestContext {
  /** Aborts when the caller has left, its deadline has passed, or this service shuts down. */
  abstract readonly signal: AbortSignal;
  abstract readonly deadline: Date;
  abstract readonly correlationId: string;
  /** Service that asks. */
  abstract readonly client: string;
  abstract readonly traceparent?: string;
}
