import type { Evidence } from '@cloudops/contracts';
import type { z } from 'zod';
import type { Facts } from './facts.ts';

export interface ToolScope {
  readonly facts: Facts;
  readonly now: Date;
  readonly signal: AbortSignal;
}

export interface ToolResult<D> {
  /** What code reads (the keyless answerer). */
  readonly data: D;
  /** What a model reads: one fact a line. */
  readonly lines: readonly string[];
  /** One line a person can check. */
  readonly summary: string;
  /** Console path that shows the same thing. */
  readonly link: string | null;
  readonly chart: Evidence['chart'];
}

/** A read-only question to the other services. Its name and schema are shown to models. */
export interface Tool<A extends z.ZodObject = z.ZodObject, D = unknown> {
  readonly name: string;
  readonly description: string;
  readonly schema: A;
  run(args: z.output<A>, scope: ToolScope): Promise<ToolResult<D>>;
}

export const defineTool = <A extends z.ZodObject, D>(tool: Tool<A, D>): Tool<A, D> => tool;
