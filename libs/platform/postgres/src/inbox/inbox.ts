import { Injectable } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';

/** Makes at-least-once delivery look like once: the event's id and its effect commit together. */
@Injectable()
export class Inbox {
  constructor(private readonly dataSource: DataSource) {}

  /**
   * Runs `work` in one transaction with the event's key. `consumer` names the effect, so that one event may have several.
   * Everything that must happen once goes through the manager that `work` receives.
   * @returns false when this consumer has seen the event before; `work` is then not called.
   */
  async once(context: { readonly id: string }, consumer: string, work: (manager: EntityManager) => Promise<void>): Promise<boolean> {
    return this.dataSource.transaction(async (manager) => {
      const inserted: unknown[] = await manager.query(
        'insert into inbox (consumer, event_id) values ($1, $2) on conflict do nothing returning event_id',
        [consumer, context.id],
      );
      if (inserted.length === 0) return false;
      await work(manager);
      return true;
    });
  }
}
