import { REMEDIATION_EVENTS, type Remediation } from '@cloudops/contracts';
import { type EventContext, OnEvent } from '@cloudops/platform-bus';
import { Controller } from '@nestjs/common';
import { RecordRemediationStep } from '../use-cases/record-remediation-step.ts';

/** Every step of a remediation, for the timeline of its incident. */
@Controller()
export class RemediationsConsumer {
  constructor(private readonly steps: RecordRemediationStep) {}

  @OnEvent(...REMEDIATION_EVENTS)
  recordStep(remediation: Remediation, context: EventContext): Promise<void> {
    return this.steps.record(remediation, context);
  }
}
