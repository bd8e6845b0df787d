import { Injectable, type Provider } from '@nestjs/common';
import { InjectMetric, makeCounterProvider, makeHistogramProvider } from '@willsoto/nestjs-prometheus';
import type { Counter, Histogram } from 'prom-client';
import type { ProviderAnswer } from './providers/answer-providers.ts';
import type { ProviderFailure } from './providers/provider-failure.ts';

const ANSWERS = 'cloudops_chat_answer_seconds';
const FAILURES = 'cloudops_chat_provider_failures_total';
const TOOL_CALLS = 'cloudops_chat_tool_calls_total';
const TOKENS = 'cloudops_chat_tokens_total';

@Injectable()
export class ChatMetrics {
  constructor(
    @InjectMetric(ANSWERS) private readonly answers: Histogram,
    @InjectMetric(FAILURES) private readonly failures: Counter,
    @InjectMetric(TOOL_CALLS) private readonly toolCalls: Counter,
    @InjectMetric(TOKENS) private readonly tokens: Counter,
  ) {}

  answered(answer: ProviderAnswer, seconds: number): void {
    this.answers.observe({ provider: answer.provider }, seconds);
    this.tokens.inc({ provider: answer.provider, direction: 'input' }, answer.tokens.input);
    this.tokens.inc({ provider: answer.provider, direction: 'output' }, answer.tokens.output);
  }

  providerFailed(provider: string, failure: ProviderFailure): void {
    this.failures.inc({ provider, kind: failure.kind });
  }

  toolCalled(tool: string, outcome: string): void {
    this.toolCalls.inc({ tool, outcome });
  }
}

export const METRIC_PROVIDERS: Provider[] = [
  makeHistogramProvider({
    name: ANSWERS,
    help: 'Time from a question to its whole answer, by the provider that answered',
    labelNames: ['provider'],
    buckets: [0.05, 0.1, 0.3, 1, 3, 10, 30, 60],
  }),
  makeCounterProvider({ name: FAILURES, help: 'Providers that did not answer, by what went wrong', labelNames: ['provider', 'kind'] }),
  makeCounterProvider({ name: TOOL_CALLS, help: 'Tool calls, by tool and outcome', labelNames: ['tool', 'outcome'] }),
  makeCounterProvider({ name: TOKENS, help: 'Tokens that providers counted', labelNames: ['provider', 'direction'] }),
];
