import { ListAudit, type RequestData, type ResponseInput } from '@cloudops/contracts';
import { Answers } from '@cloudops/platform-bus';
import { AuditAnchors, AuditChain, type ChainVerdict } from '@cloudops/platform-postgres';
import { Controller } from '@nestjs/common';

/** Following the whole chain costs time in its length, so that a verdict serves several questions. */
const VERDICT_MS = 5_000;

@Controller()
export class AuditController {
  #verdict: { at: number; value: Promise<ChainVerdict> } | undefined;

  constructor(
    private readonly audit: AuditChain,
    private readonly anchors: AuditAnchors,
  ) {}

  @Answers(ListAudit)
  async list({ remediationId, afterPosition, limit }: RequestData<typeof ListAudit>): Promise<ResponseInput<typeof ListAudit>> {
    const subject = remediationId === undefined ? {} : { subject: remediationId };
    const [rows, { intact, brokenAt }] = await Promise.all([this.audit.list({ ...subject, afterPosition, limit }), this.#verify()]);
    return { rows, intact, brokenAt, anchoredTo: this.anchors.position };
  }

  #verify(): Promise<ChainVerdict> {
    if (!this.#verdict || performance.now() - this.#verdict.at > VERDICT_MS) {
      const value = this.anchors.verify();
      value.catch(() => (this.#verdict = undefined));
      this.#verdict = { at: performance.now(), value };
    }
    return this.#verdict.value;
  }
}
