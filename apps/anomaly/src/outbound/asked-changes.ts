import { createHash } from 'node:crypto';
import { type Asked, DomainError } from '@cloudops/contracts';
import { Injectable } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';

/** Makes a change that is asked for twice under one key happen once: the answer commits with the change, and is given again. */
@Injectable()
export class AskedChanges {
  constructor(private readonly dataSource: DataSource) {}

  /**
   * Runs `change` in one transaction with its answer, which must be JSON.
   * @throws DomainError `conflict` (`idempotency-key-reused`) when the same person used the key for something else.
   */
  once<T extends object>(
    { actor, key, ...request }: Asked & Record<string, unknown>,
    change: (manager: EntityManager) => Promise<T>,
  ): Promise<T> {
    const hash = createHash('sha256').update(JSON.stringify(request)).digest('hex');
    return this.dataSource.transaction(async (manager) => {
      const inserted: unknown[] = await manager.query(
        `insert into asked_changes (actor, key, request_hash, answer) values ($1, $2, $3, '{}') on conflict do nothing returning key`,
        [actor.id, key, hash],
      );
      if (inserted.length === 0) return this.answerOf<T>(manager, actor.id, key, hash);
      const answer = await change(manager);
      await manager.query('update asked_changes set answer = $3 where actor = $1 and key = $2', [actor.id, key, JSON.stringify(answer)]);
      return answer;
    });
  }

  private async answerOf<T>(manager: EntityManager, actor: string, key: string, hash: string): Promise<T> {
    const [known]: { request_hash: string; answer: T }[] = await manager.query(
      'select request_hash, answer from asked_changes where actor = $1 and key = $2',
      [actor, key],
    );
    if (known?.request_hash !== hash) {
      const message = 'This Idempotency-Key was used for another request; give each change a key of its own';
      throw new DomainError('conflict', 'idempotency-key-reused', message, { field: 'Idempotency-Key' });
    }
    return known.answer;
  }
}
