// npm run prove:audit -- [--cases N] [--seed S]: tampers with an audit on real Postgres and says, as JSON on the last line, whether all of it was found.
import { prove } from './prove.mjs';

prove({
  ...{ project: 'platform-postgres', spec: 'audit-tampering[.]int[.]spec', count: 'cases', cases: 1_000, verdict: 'allFound' },
  environment: { count: 'AUDIT_CASES', seed: 'AUDIT_SEED' },
});
