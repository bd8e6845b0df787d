import { defineEvent } from '../contract.ts';
import { Notice } from '../notice.ts';

/** Published when people should hear of an incident or of a remediation; gateway sends it, or says in its ledger why not. */
export const NoticeRequested = defineEvent('notice.requested.v1', {
  publisher: 'remediation',
  consumers: ['gateway'],
  schema: Notice,
});
