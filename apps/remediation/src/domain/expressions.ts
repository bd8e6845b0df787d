/** PromQL over history. */
export abstract class Expressions {
  /** Whether it has a result at `at`. @throws when that cannot be found out */
  abstract holds(promql: string, at: Date): Promise<boolean>;
}
