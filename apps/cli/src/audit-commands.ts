import { type Command, Option } from 'commander';
import { type AuditOf, exportAudit, listAudit, verifyAudit } from './commands/audit.ts';
import type { Session } from './commands/command.ts';

/** `cloudops audit ...` */
export function auditCommands(root: Command, session: () => Session): void {
  const group = root.command('audit').description('what was done and who asked for it, hash-chained');
  const chain = (): Option =>
    new Option('--chain <service>', 'what was done to systems (remediation), or asked for at the door (gateway)')
      .choices(['remediation', 'gateway'])
      .default('remediation');
  group
    .command('list')
    .description('rows, oldest first')
    .addOption(chain())
    .option('--after <position>', 'rows after this one')
    .option('--remediation <id>', 'rows of one remediation')
    .option('--limit <n>', 'how many at most')
    .action((o: { chain: AuditOf; after?: string; remediation?: string; limit?: string }) => listAudit(session(), o.chain, o));
  group
    .command('verify')
    .description('follow the whole chain and compare it with the heads kept outside of the database; exit code 1 when it does not hold')
    .addOption(chain())
    .action((o: { chain: AuditOf }) => verifyAudit(session(), o.chain));
  group
    .command('export')
    .description('write every row to a file, one JSON a line')
    .addOption(chain())
    .requiredOption('--output <file>', 'where to')
    .action((o: { chain: AuditOf; output: string }) => exportAudit(session(), o.chain, o));
}
