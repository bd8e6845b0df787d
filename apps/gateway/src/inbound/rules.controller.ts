import { ListAudit, ListInventory, ListRunbooks, type ResponseData } from '@cloudops/contracts';
import { Bus } from '@cloudops/platform-bus';
import { valid } from '@cloudops/platform-http';
import { AuditAnchors, AuditChain } from '@cloudops/platform-postgres';
import { Controller, Get, Query } from '@nestjs/common';
import { z } from 'zod';
import { Operation } from './operation.ts';
import { limit } from './query-schemas.ts';

const AuditQuery = z
  .object({
    /** Whose chain: what was done to systems (remediation), or what was asked for at this door (gateway). */
    chain: z.enum(['remediation', 'gateway']).default('remediation'),
    remediationId: z.string().min(1).max(100).optional(),
    afterPosition: z.coerce.number().int().nonnegative().default(0),
    limit: limit(500, 100),
  })
  .strict();

/** What remediation goes by, and the record of what it did. */
@Controller('api/v1')
export class RulesController {
  constructor(
    private readonly bus: Bus,
    private readonly audit: AuditChain,
    private readonly anchors: AuditAnchors,
  ) {}

  @Operation({ access: 'viewer', tag: 'remediation', summary: 'Things that an action may touch', answer: ListInventory.response })
  @Get('inventory')
  listInventory(): Promise<ResponseData<typeof ListInventory>> {
    return this.bus.request(ListInventory, {});
  }

  @Operation({ access: 'viewer', tag: 'remediation', summary: 'Runbooks', answer: ListRunbooks.response })
  @Get('runbooks')
  listRunbooks(): Promise<ResponseData<typeof ListRunbooks>> {
    return this.bus.request(ListRunbooks, {});
  }

  @Operation({
    access: 'viewer',
    tag: 'remediation',
    summary: 'The audit chain, oldest first, and whether it verifies',
    query: AuditQuery,
    answer: ListAudit.response,
  })
  @Get('audit')
  async listAudit(@Query(valid(AuditQuery)) { chain, ...query }: z.infer<typeof AuditQuery>): Promise<ResponseData<typeof ListAudit>> {
    if (chain === 'remediation') return this.bus.request(ListAudit, query);
    const { remediationId: subject, afterPosition, limit: most } = query;
    const rows = await this.audit.list({ ...(subject !== undefined && { subject }), afterPosition, limit: most });
    const { intact, brokenAt } = await this.anchors.verify();
    return { rows, intact, brokenAt, anchoredTo: this.anchors.position };
  }
}
