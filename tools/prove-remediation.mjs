// npm run prove:remediation -- [--sequences N] [--seed S]: plays random command sequences against the engine, its guardrails and its approvals, and says,
// as JSON on the last line, whether every one of them kept every rule.
import { prove } from './prove.mjs';

prove({
  ...{ project: 'domain-remediation', spec: 'engine[.]property[.]spec', count: 'sequences', cases: 100_000, verdict: 'allKept' },
  environment: { count: 'ENGINE_SEQUENCES', seed: 'ENGINE_SEED' },
});
