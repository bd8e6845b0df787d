export interface KillSwitch {
  readonly engaged: boolean;
  readonly reason: string;
  /** Who set it last. */
  readonly by: string;
  readonly at: Date;
}

/** The one switch that stops every action, queued ones included. */
export abstract class KillSwitches {
  abstract read(): Promise<KillSwitch>;
  /** Written with its audit row in one transaction. */
  abstract set(next: KillSwitch): Promise<void>;
}
