import { DomainError } from '@cloudops/contracts';
import { AuditChain } from '@cloudops/platform-postgres';
import { Injectable, Logger } from '@nestjs/common';
import { DataSource } from 'typeorm';
import type { Caller } from '../domain/roles.ts';

export interface PrivilegedCall {
  readonly caller: Caller;
  /** What is asked for, e.g. `remediation.approve`. */
  readonly action: string;
  readonly subject: string;
  readonly detail: Readonly<Record<string, unknown>>;
}

/**
 * Writes who asks for what into the audit chain before the work is done, and how it ended after: work that cannot be recorded is not
 * done, and a crash in between leaves the asking on record.
 */
@Injectable()
export class RecordPrivilegedCall {
  private readonly log = new Logger(RecordPrivilegedCall.name);

  constructor(
    private readonly dataSource: DataSource,
    private readonly audit: AuditChain,
  ) {}

  async around<T>(call: PrivilegedCall, work: () => Promise<T>): Promise<T> {
    await this.write(call, 'asked', {});
    try {
      const result = await work();
      await this.writeOutcome(call, 'done', {});
      return result;
    } catch (error) {
      await this.writeOutcome(call, 'failed', { code: error instanceof DomainError ? error.code : 'internal' });
      throw error;
    }
  }

  /** The caller learns how the work ended even when that cannot be recorded any more. */
  private async writeOutcome(call: PrivilegedCall, outcome: 'done' | 'failed', more: Record<string, unknown>): Promise<void> {
    try {
      await this.write(call, outcome, more);
    } catch (error) {
      this.log.error({ err: error, action: call.action, subject: call.subject, outcome }, 'The outcome is missing from the audit chain');
    }
  }

  private async write(call: PrivilegedCall, outcome: 'asked' | 'done' | 'failed', more: Record<string, unknown>): Promise<void> {
    const { caller, action, subject } = call;
    const detail = { ...call.detail, ...more, role: caller.role };
    await this.dataSource.transaction((manager) =>
      this.audit.append(manager, { actor: caller.id, action: `${action}.${outcome}`, subject, detail }),
    );
  }
}
