/** Value of a variable that the inventory names; `undefined` when it is not set. Read anew at each use and never kept. */
export type Secrets = (variable: string) => string | undefined;
