import { describe, it } from '@jest/globals';
import { InMemoryRemediations } from './in-memory-remediations.ts';
import { REMEDIATIONS_CONTRACT } from './remediations-contract.ts';

describe('InMemoryRemediations', () => {
  it.each(REMEDIATIONS_CONTRACT)('$name', ({ run }) => run(new InMemoryRemediations()));
});
