import { describe, expect, it } from '@jest/globals';
import { Policy, SAMPLE_ENTRY, SAMPLE_RUNBOOK } from '@cloudops/domain-remediation';
import { Expressions } from '../domain/expressions.ts';
import { AskPolicy } from './ask-policy.ts';

const policy = Policy.parse({ rules: [{ id: 'all', mode: 'auto', reason: 'r' }] });
const guard = { promql: 'up{job="{{ entity.id }}"} == 1', reason: 'It is down already' };

/** Answers every expression in the same way, and remembers them. */
class PlayedExpressions extends Expressions {
  readonly asked: string[] = [];
  constructor(private readonly answer: boolean | Error) {
    super();
  }
  override async holds(promql: string): Promise<boolean> {
    this.asked.push(promql);
    if (this.answer instanceof Error) throw this.answer;
    return this.answer;
  }
}

function ask(answer: boolean | Error, runbook = { ...SAMPLE_RUNBOOK, guard }, rules = policy) {
  const expressions = new PlayedExpressions(answer);
  const catalogue = { runbooks: [], policy: rules, inventory: { entries: [SAMPLE_ENTRY] } };
  const decision = new AskPolicy(catalogue, expressions).about({ runbook, entry: SAMPLE_ENTRY, signals: [] });
  return decision.then((d) => ({ ...d, asked: expressions.asked }));
}

describe('AskPolicy', () => {
  it('leaves the word to policy where the guard holds for this target', async () => {
    expect(await ask(true)).toEqual({ mode: 'auto', rule: 'all', reason: 'r', asked: ['up{job="web"} == 1'] });
  });

  it('refuses where it does not, and says what would have to be', async () => {
    expect(await ask(false)).toMatchObject({
      ...{ mode: 'refuse', rule: 'runbook-guard' },
      reason: 'It is down already: up{job="web"} == 1 has no result; it would have to have one',
    });
  });

  it('refuses where it cannot be known', async () => {
    expect(await ask(new Error('nobody answers'))).toMatchObject({ mode: 'refuse', reason: expect.stringMatching(/nobody answers/) });
  });

  it('asks nothing about what policy refuses', async () => {
    expect(await ask(true, undefined, Policy.parse({ rules: [] }))).toMatchObject({ rule: 'no-rule', asked: [] });
  });
});
