import type { Remediations } from '@cloudops/domain-remediation';

/** News about incidents, each taken once and only while it is the latest; what comes of it commits together with that. */
export abstract class Intake {
  abstract once(
    event: { readonly id: string },
    incident: { readonly id: string; readonly version: number },
    work: (remediations: Remediations) => Promise<void>,
  ): Promise<void>;
}
