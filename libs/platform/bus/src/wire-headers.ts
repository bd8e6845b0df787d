/** Names of every NATS header the bus writes. */
export const HEADER = {
  msgId: 'Nats-Msg-Id',
  id: 'ce-id',
  type: 'ce-type',
  time: 'ce-time',
  source: 'ce-source',
  correlationId: 'ce-correlationid',
  traceparent: 'traceparent',
  /** Milliseconds that the caller still waits: a duration, because clocks of two machines differ. */
  timeout: 'cloudops-timeout-ms',
  requestId: 'cloudops-request-id',
  /** Frames that the caller takes before it asks for more. */
  credit: 'cloudops-credit',
  frame: 'cloudops-frame',
  sequence: 'cloudops-sequence',
} as const;
