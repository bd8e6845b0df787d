import { DomainError, type Evidence } from '@cloudops/contracts';
import { z } from 'zod';
import { bounded, fence } from '../safety/fence.ts';
import { redact, redactDeep } from '../safety/redact.ts';
import type { Tool, ToolScope } from './tool.ts';

/** Tool calls that a model gets for one answer. */
export const MAX_CALLS = 8;
const MAX_RESULT_CHARS = 3_000;
const MAX_SUMMARY_CHARS = 400;
const MAX_ARGUMENT_CHARS = 500;

export interface ToolboxEvents {
  onEvidence(evidence: Evidence): void;
  onCall(tool: string, outcome: 'ok' | 'failed' | 'rejected'): void;
}

export interface Used<D> {
  readonly data: D;
  readonly lines: readonly string[];
  readonly evidence: Evidence;
}

/**
 * The tools of one answer. Every result becomes evidence, once: a second provider that asks the same gets the same
 * evidence. Secrets are redacted here, before a result reaches a model, an answer or the database.
 */
export class Toolbox {
  readonly evidence: Evidence[] = [];
  private readonly results = new Map<string, Promise<Used<unknown>>>();

  constructor(
    readonly tools: readonly Tool[],
    private readonly scope: ToolScope,
    private readonly events: ToolboxEvents,
  ) {}

  get now(): Date {
    return this.scope.now;
  }

  get facts(): ToolScope['facts'] {
    return this.scope.facts;
  }

  get signal(): AbortSignal {
    return this.scope.signal;
  }

  /** For code. @throws DomainError of the service that was asked, ZodError for wrong arguments */
  async use<A extends z.ZodObject, D>(tool: Tool<A, D>, args: z.input<A>): Promise<Used<D>> {
    const parsed = tool.schema.parse(args);
    const key = `${tool.name} ${JSON.stringify(parsed)}`;
    let pending = this.results.get(key);
    if (pending === undefined) {
      pending = this.run(tool, parsed);
      this.results.set(key, pending);
      pending.catch(() => this.results.delete(key));
    }
    return (await pending) as Used<D>;
  }

  /** For models: never throws for what the model did wrong, and gives data in a fence. */
  async call(name: string, args: unknown): Promise<string> {
    const tool = this.tools.find((t) => t.name === name);
    if (tool === undefined) return this.rejected('unknown', `There is no such tool. Tools: ${this.tools.map((t) => t.name).join(', ')}.`);
    const parsed = tool.schema.safeParse(withoutNulls(args));
    if (!parsed.success) return this.rejected(tool.name, `The arguments do not fit: ${z.prettifyError(parsed.error)}`);
    try {
      const { evidence, lines } = await this.use(tool, parsed.data);
      return fence('tool-result', `tool="${tool.name}" evidence="${evidence.id}"`, lines.join('\n'), MAX_RESULT_CHARS);
    } catch (error) {
      if (this.scope.signal.aborted) throw error;
      return fence('tool-result', `tool="${tool.name}"`, `failed: ${redact(reasonOf(error))}`, MAX_RESULT_CHARS);
    }
  }

  private async run(tool: Tool, args: Record<string, unknown>): Promise<Used<unknown>> {
    try {
      const raw = await tool.run(args, this.scope);
      const { lines, summary, chart } = redactDeep({ lines: raw.lines, summary: raw.summary, chart: raw.chart });
      const evidence: Evidence = {
        id: `e${this.evidence.length + 1}`,
        tool: tool.name,
        arguments: bounded(redact(JSON.stringify(args)), MAX_ARGUMENT_CHARS),
        summary: bounded(summary, MAX_SUMMARY_CHARS),
        at: this.scope.now.toISOString(),
        link: raw.link,
        chart,
      };
      this.evidence.push(evidence);
      this.events.onCall(tool.name, 'ok');
      this.events.onEvidence(evidence);
      return { data: raw.data, lines, evidence };
    } catch (error) {
      this.events.onCall(tool.name, 'failed');
      throw error;
    }
  }

  private rejected(tool: string, message: string): string {
    this.events.onCall(tool, 'rejected');
    return fence('tool-result', 'error="true"', redact(message), MAX_RESULT_CHARS);
  }
}

/** Models send `null` for what they leave out. */
function withoutNulls(args: unknown): unknown {
  if (args === null || args === undefined) return {};
  if (typeof args !== 'object' || Array.isArray(args)) return args;
  return Object.fromEntries(Object.entries(args).filter(([, value]) => value !== null));
}

const reasonOf = (error: unknown): string => (error instanceof DomainError ? error.message : 'the service that knows could not answer');
