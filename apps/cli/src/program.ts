import { Command, CommanderError, Option, type OutputConfiguration } from 'commander';
import { Api } from './api.ts';
import { CliError, EXIT } from './cli-error.ts';
import { auditCommands } from './audit-commands.ts';
import { anomalies } from './commands/anomalies.ts';
import { ask } from './commands/ask.ts';
import { BACKTEST_HELP, type BacktestOptions } from './commands/backtest-options.ts';
import { backfill, type BackfillOptions } from './commands/backfill.ts';
import { addChange, type ChangeOptions, listChanges } from './commands/changes.ts';
import type { Session } from './commands/command.ts';
import { doctor } from './commands/doctor.ts';
import { forecasts } from './commands/forecasts.ts';
import { historyStats } from './commands/history.ts';
import { modelCommands } from './commands/model-commands.ts';
import { decide, remediations } from './commands/remediations.ts';
import { status } from './commands/status.ts';
import { topology } from './commands/topology.ts';
import { watch } from './commands/watch.ts';
import { findConnection } from './connection.ts';
import { peopleCommands } from './people-commands.ts';
import { runbookCommands } from './runbook-commands.ts';
import type { Terminal } from './terminal.ts';

const EXIT_CODES = `
Exit codes: ${EXIT.ok} done, ${EXIT.failed} failed, ${EXIT.usage} wrong usage, ${EXIT.unreachable} the gateway does not answer,
${EXIT.refused} the key may not do this, ${EXIT.missing} there is no such thing or it has changed.`;

/** Runs one command line (without `node` and the script) and returns the exit code; everything said goes to the terminal or `complain`. */
export async function run(
  args: readonly string[],
  surroundings: { terminal: Terminal; folder: string; signal: AbortSignal; complain: (text: string) => void },
): Promise<number> {
  const { terminal, folder, signal, complain } = surroundings;
  try {
    const connect = (options: Options): Session => {
      const connection = findConnection({ url: options.url, keyFile: options.key }, folder);
      return { api: new Api(connection), terminal, json: options.json === true, signal };
    };
    await program(connect, { writeOut: (text) => terminal.out(text), writeErr: complain }).parseAsync(args, { from: 'user' });
    return EXIT.ok;
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? EXIT.ok : EXIT.usage;
    if (signal.aborted) return EXIT.failed;
    complain(`${error instanceof Error ? error.message : String(error)}\n`);
    return error instanceof CliError ? error.exitCode : EXIT.failed;
  }
}

interface Options {
  readonly url?: string;
  readonly key?: string;
  readonly json?: boolean;
}

function program(connect: (options: Options) => Session, output: OutputConfiguration): Command {
  const root = new Command('cloudops')
    .description(
      'Ask, watch and decide from the terminal. Beside a stack that `npm start` runs, it finds the gateway and its key by itself.',
    )
    .addOption(new Option('--url <url>', 'address of the gateway').env('CLOUDOPS_URL'))
    .addOption(
      new Option('--key <file>', 'file with the API key; a secret on the command line would show in process lists').env(
        'CLOUDOPS_KEY_FILE',
      ),
    )
    .option('--json', 'write data as JSON, one document a line')
    .addHelpText('after', EXIT_CODES)
    .showHelpAfterError('(cloudops --help shows how it is used)')
    .configureOutput(output)
    .exitOverride();
  const session = (): Session => connect(root.opts());
  const limit = ['--limit <n>', 'how many at most'] as const;
  root
    .command('status')
    .description('services, host and open incidents')
    .action(() => status(session()));
  root
    .command('ask')
    .description('ask in plain words')
    .argument('<question...>')
    .action((words: string[]) => ask(session(), words.join(' ')));
  peopleCommands(root, session);
  root
    .command('anomalies')
    .description('anomalies, newest first; with an id: why, how rare, and what was like it')
    .argument('[id]')
    .option('--open', 'only those that go on now')
    .option(...limit)
    .action((id: string | undefined, query: { open?: boolean; limit?: string }) => anomalies(session(), id, query));
  root
    .command('forecasts')
    .description('what will be used up: disks, memory, descriptors, certificates; soonest first')
    .option(...limit)
    .action((query: { limit?: string }) => forecasts(session(), query));
  root
    .command('remediations')
    .description('remediations, newest first')
    .option('--state <state>', 'e.g. proposed')
    .option(...limit)
    .action((query: { state?: string; limit?: string }) => remediations(session(), query));
  for (const verdict of ['approve', 'refuse'] as const) {
    root
      .command(verdict)
      .description(`${verdict} a proposed remediation, after showing what it would do`)
      .argument('<id>')
      .option('--reason <text>', 'kept in the audit trail')
      .option('--yes', 'do not ask')
      .action((id: string, options: { reason?: string; yes?: boolean }) => decide(session(), verdict, id, options));
  }
  modelCommands(root, session);
  surroundings(root, session);
  operating(root, session);
  auditCommands(root, session);
  runbookCommands(root, (text) => output.writeOut?.(text));
  root
    .command('backtest')
    .description('replay recorded series through the detector as it runs in production; needs no gateway')
    .requiredOption('--input <dir>', 'CSV files')
    .requiredOption('--output <dir>', 'where the same files go, with scores')
    .addHelpText('after', BACKTEST_HELP)
    .action(async (options: BacktestOptions) => {
      const { backtest } = await import('./commands/backtest.ts'); // the detector is large, and no other command needs it
      backtest(
        options,
        (text) => output.writeOut?.(text),
        (text) => output.writeErr?.(text),
      );
    });
  root
    .command('watch')
    .description('show every change as it happens')
    .action(() => watch(session()));
  return root;
}

/** What causes are ranked with: what was changed, and who depends on whom. */
function surroundings(root: Command, session: () => Session): void {
  const group = root.command('changes').description('deployments, settings, rollouts, scalings and flags, for the causes of incidents');
  group
    .command('add <entity> <title>')
    .description('tell of one; the entity is a kind and an id, e.g. service/web')
    .option('--kind <kind>', 'deployment, config, rollout, scale or flag', 'deployment')
    .option('--id <id>', 'the same for every telling of one change')
    .option('--time <instant>', 'when it was; now unless given')
    .option('--link <url>', 'where to read more')
    .option('--source <name>', 'who says so', 'cli')
    .action((entity: string, title: string, options: ChangeOptions) => addChange(session(), entity, title, options));
  group
    .command('list')
    .description('changes, newest first')
    .option('--entity <entity>', 'of one entity, e.g. service/web')
    .option('--limit <n>', 'how many at most')
    .action((query: { entity?: string; limit?: string }) => listChanges(session(), query));
  root
    .command('topology')
    .description('who depends on whom, how that is known and when it was last seen')
    .option('--limit <n>', 'how many at most')
    .action((query: { limit?: string }) => topology(session(), query));
}

/** Commands for whoever keeps the system running. */
function operating(root: Command, session: () => Session): void {
  root
    .command('doctor')
    .description('check everything and say how to mend what is wrong')
    .action(() => doctor(session()));
  root
    .command('history')
    .description('what history holds')
    .command('stats')
    .description('series, samples, bytes a sample, retention')
    .action(() => historyStats(session()));
  root
    .command('backfill')
    .description('take the past of another Prometheus into history; without --from: list backfills')
    .option('--from <url>', 'address of the Prometheus')
    .option('--match <selector>', `series to take, e.g. '{job="node"}'`)
    .option('--days <n>', 'how far back', '30')
    .option('--label <name=value...>', 'labels to add: the external labels with which that Prometheus remote_writes')
    .option('--rate <n>', 'samples a second at most')
    .option('--detach', 'do not wait for its end')
    .option('--cancel <id>', 'stop one that runs')
    .action((options: BackfillOptions) => backfill(session(), options));
}
