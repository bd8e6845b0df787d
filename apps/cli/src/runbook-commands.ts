import type { Command } from 'commander';
import type { LintOptions } from './commands/lint-runbooks.ts';
import type { Terminal } from './terminal.ts';

/** `cloudops runbook ...`; needs no gateway. */
export function runbookCommands(root: Command, out: Terminal['out']): void {
  root
    .command('runbook')
    .description('what is written down about repairs')
    .command('lint')
    .description(
      'check runbooks as remediation would read them, without a gateway; exit code 1 with file:line: field: reason of every fault',
    )
    .argument('<paths...>', 'files, or folders of *.yaml')
    .option('--policy <file>', 'check it too, and say what it lets each runbook do')
    .option('--inventory <file>', 'check it too, and say which targets each runbook may be about')
    .action(async (paths: string[], options: LintOptions) => {
      const { lintRunbooks } = await import('./commands/lint-runbooks.ts'); // PromQL is large, and no other command needs it
      out(`${lintRunbooks(paths, options, root.opts<{ json?: boolean }>().json === true)}\n`);
    });
}
