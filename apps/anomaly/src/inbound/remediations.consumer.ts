import {
  type Remediation,
  RemediationApproved,
  RemediationExpired,
  RemediationFailed,
  RemediationProposed,
  RemediationRefused,
  RemediationRolledBack,
  RemediationStarted,
  RemediationUnknown,
  RemediationVerified,
} from '@cloudops/contracts';
import { type EventContext, OnEvent } from '@cloudops/platform-bus';
import { Controller } from '@nestjs/common';
import { RecordRemediationStep } from '../use-cases/record-remediation-step.ts';

/** Every step of a remediation, for the timeline of its incident. */
@Controller()
export class RemediationsConsumer {
  constructor(private readonly steps: RecordRemediationStep) {}

  @OnEvent(RemediationApproved)
  approved(remediation: Remediation, context: EventContext): Promise<void> {
    return this.steps.record(remediation, context);
  }

  @OnEvent(RemediationExpired)
  expired(remediation: Remediation, context: EventContext): Promise<void> {
    return this.steps.record(remediation, context);
  }

  @OnEvent(RemediationFailed)
  failed(remediation: Remediation, context: EventContext): Promise<void> {
    return this.steps.record(remediation, context);
  }

  @OnEvent(RemediationProposed)
  proposed(remediation: Remediation, context: EventContext): Promise<void> {
    return this.steps.record(remediation, context);
  }

  @OnEvent(RemediationRefused)
  refused(remediation: Remediation, context: EventContext): Promise<void> {
    return this.steps.record(remediation, context);
  }

  @OnEvent(RemediationRolledBack)
  rolledBack(remediation: Remediation, context: EventContext): Promise<void> {
    return this.steps.record(remediation, context);
  }

  @OnEvent(RemediationStarted)
  started(remediation: Remediation, context: EventContext): Promise<void> {
    return this.steps.record(remediation, context);
  }

  @OnEvent(RemediationUnknown)
  unknown(remediation: Remediation, context: EventContext): Promise<void> {
    return this.steps.record(remediation, context);
  }

  @OnEvent(RemediationVerified)
  verified(remediation: Remediation, context: EventContext): Promise<void> {
    return this.steps.record(remediation, context);
  }
}
