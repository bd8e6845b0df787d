import {
  ApproveRemediation,
  DomainError,
  GetRemediation,
  ListRemediations,
  RefuseRemediation,
  type RequestData,
  type ResponseInput,
} from '@cloudops/contracts';
import { Remediations } from '@cloudops/domain-remediation';
import { Answers } from '@cloudops/platform-bus';
import { Controller } from '@nestjs/common';
import { DecideRemediation } from '../use-cases/decide-remediation.ts';

@Controller()
export class RemediationController {
  constructor(
    private readonly remediations: Remediations,
    private readonly decide: DecideRemediation,
  ) {}

  @Answers(ListRemediations)
  async list(query: RequestData<typeof ListRemediations>): Promise<ResponseInput<typeof ListRemediations>> {
    const { remediations, cursor } = await this.remediations.list(query);
    return { remediations: [...remediations], cursor };
  }

  @Answers(GetRemediation)
  async get({ id }: RequestData<typeof GetRemediation>): Promise<ResponseInput<typeof GetRemediation>> {
    const remediation = await this.remediations.get(id);
    if (!remediation) throw new DomainError('not-found', 'remediation-unknown', `There is no remediation ${id}`);
    return { remediation };
  }

  @Answers(ApproveRemediation)
  async approve(decision: RequestData<typeof ApproveRemediation>): Promise<ResponseInput<typeof ApproveRemediation>> {
    return { remediation: await this.decide.take('approve', decision) };
  }

  @Answers(RefuseRemediation)
  async refuse(decision: RequestData<typeof RefuseRemediation>): Promise<ResponseInput<typeof RefuseRemediation>> {
    return { remediation: await this.decide.take('refuse', decision) };
  }
}
