import { createInbox, type Msg, type NatsConnection, nuid } from 'nats';
import { inboxPrefix } from '../nats/subjects.ts';

/** One subscription for every reply to this process; each request has its own token below it. */
export class ReplyInbox {
  private readonly listeners = new Map<string, (message: Msg) => void>();
  private readonly base: string;

  constructor(connection: NatsConnection, service: string) {
    this.base = createInbox(inboxPrefix(service));
    connection.subscribe(`${this.base}.*`, {
      callback: (error, message) => {
        if (!error) this.listeners.get(message.subject.slice(this.base.length + 1))?.(message);
      },
    });
  }

  open(listener: (message: Msg) => void): { id: string; subject: string; close: () => void } {
    const id = nuid.next();
    this.listeners.set(id, listener);
    return { id, subject: `${this.base}.${id}`, close: () => void this.listeners.delete(id) };
  }
}
