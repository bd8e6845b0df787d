import { type BeforeApplicationShutdown, Inject, Injectable, Logger, type OnApplicationBootstrap } from '@nestjs/common';
import { setTimeout as delay } from 'node:timers/promises';
import { POSTGRES_OPTIONS, type PostgresOptions } from '../postgres-options.ts';
import { PostgresMetrics } from '../postgres-metrics.ts';
import { AnchorFile } from './anchor-file.ts';
import { AuditChain } from './audit-chain.ts';
import type { ChainVerdict } from './verify-chain.ts';

const EVERY_MS = 1_000;

/**
 * Keeps the head of the audit chain outside of the database, in a file and in the log, so that rows cut off at the end and a chain
 * that was written anew are found. A head is kept only when it follows from the one before: nothing forged is vouched for.
 */
@Injectable()
export class AuditAnchors implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly logger = new Logger('audit');
  private readonly file: AnchorFile | undefined;
  private readonly stop = new AbortController();
  private running: Promise<void> = Promise.resolve();
  private broken = false;

  constructor(
    private readonly chain: AuditChain,
    private readonly metrics: PostgresMetrics,
    @Inject(POSTGRES_OPTIONS) { auditAnchorFile }: PostgresOptions,
  ) {
    this.file = auditAnchorFile === undefined ? undefined : new AnchorFile(auditAnchorFile);
  }

  onApplicationBootstrap(): void {
    if (this.file) this.running = this.run();
  }

  async beforeApplicationShutdown(): Promise<void> {
    this.stop.abort();
    await this.running;
    await this.advance().catch((error: unknown) => this.logger.warn(`the last head was not anchored: ${String(error)}`));
  }

  /** The whole chain against every head that was kept. @throws Error when the file cannot be read or was edited. */
  verify(): Promise<ChainVerdict> {
    return this.chain.verify(this.file?.read() ?? []);
  }

  /** Position of the newest head that is kept; null where none is. */
  get position(): number | null {
    return this.file?.read().at(-1)?.position ?? null;
  }

  /** Keeps the newest head, if there is one that follows from what is kept. */
  async advance(): Promise<void> {
    if (!this.file) return;
    const from = this.file.read().at(-1);
    const verdict = await this.chain.verifyFrom(from);
    this.tell(verdict);
    if (!verdict.intact || verdict.head.position === (from?.position ?? 0)) return;
    this.file.append(verdict.head, new Date());
    this.logger.log({ ...verdict.head }, 'audit chain anchored');
  }

  private async run(): Promise<void> {
    while (!this.stop.signal.aborted) {
      await this.advance().catch((error: unknown) => this.logger.warn(`the audit chain cannot be anchored now: ${String(error)}`));
      await delay(EVERY_MS, undefined, { signal: this.stop.signal, ref: false }).catch(() => undefined);
    }
  }

  private tell({ intact, brokenAt }: ChainVerdict): void {
    if (!intact && !this.broken) {
      this.logger.error(`The audit chain does not hold from row ${brokenAt} on: rows were edited, removed or put in; nothing is anchored`);
    }
    this.broken = !intact;
    this.metrics.auditIntact.set(intact ? 1 : 0);
  }
}
