/** One wrong or missing variable: which one, what is wrong with it, and a value that would do. */
export interface ConfigFault {
  readonly variable: string;
  readonly problem: string;
  readonly example: string | undefined;
}

const line = (f: ConfigFault): string =>
  `  ${f.variable}: ${f.problem}${f.example === undefined ? '' : ` (for example ${f.variable}=${f.example})`}`;

/** Every fault of a configuration at once; the message is meant for the person who starts the process. */
export class ConfigError extends Error {
  readonly faults: readonly ConfigFault[];

  constructor(faults: readonly ConfigFault[]) {
    super(`The configuration has ${faults.length === 1 ? 'a fault' : `${faults.length} faults`}:\n${faults.map(line).join('\n')}`);
    this.name = 'ConfigError';
    this.faults = faults;
  }
}
