import type { Command } from 'commander';
import type { Session } from './commands/command.ts';
import { giveFeedback, listFeedback } from './commands/feedback.ts';
import { act, instantOf } from './commands/incident-actions.ts';
import { merge, split } from './commands/incident-shapes.ts';
import { incidents } from './commands/incidents.ts';
import { addSilence, expireSilence, listSilences, previewSilence, type SilenceOptions } from './commands/silences.ts';

/** Commands of people at incidents. */
export function peopleCommands(root: Command, session: () => Session): void {
  incidentCommands(root, session);
  silenceCommands(root, session);
  feedbackCommands(root, session);
}

/** `cloudops incidents ...`: without a subcommand it lists, or shows one. */
function incidentCommands(root: Command, session: () => Session): void {
  const group = root
    .command('incidents')
    .alias('incident')
    .description('incidents, newest first; with an id: its causes and timeline')
    .argument('[id]')
    .option('--state <state>', 'open or resolved')
    .option('--limit <n>', 'how many at most')
    .action((id: string | undefined, query: { state?: string; limit?: string }) => incidents(session(), id, query));
  group
    .command('ack <id>')
    .description('say that you know of it')
    .action((id: string) => act(session(), id, { type: 'acknowledge' }));
  group
    .command('assign <id> [to]')
    .description('put it into the hands of a person or a team; without one: into nobody’s')
    .action((id: string, to: string | undefined) => act(session(), id, { type: 'assign', to: to ?? null }));
  group
    .command('snooze <id> [until]')
    .description('hear no more of it until then (30m, 2h, 1d or an instant), unless it gets worse; without a time: end the snooze')
    .action((id: string, until: string | undefined) =>
      act(session(), id, { type: 'snooze', until: until === undefined ? null : instantOf(until, new Date()) }),
    );
  group
    .command('handover <id> <to> <note...>')
    .description('hand it over to the next shift, with what they must know')
    .action((id: string, to: string, note: string[]) => act(session(), id, { type: 'hand-over', to, note: note.join(' ') }));
  group
    .command('comment <id> <text...>')
    .description('write into its timeline')
    .action((id: string, text: string[]) => act(session(), id, { type: 'comment', text: text.join(' ') }));
  group
    .command('merge <id> <into>')
    .description('make one of two: everything of the first moves into the second, which goes on')
    .requiredOption('--reason <text>', 'why; both timelines say it')
    .action((id: string, into: string, { reason }: { reason: string }) => merge(session(), id, into, reason));
  group
    .command('split <id>')
    .description('make two of one: what is named leaves it for an incident of its own')
    .option('--anomaly <id...>', 'anomalies that leave')
    .option('--alert <fingerprint...>', 'alerts that leave')
    .requiredOption('--reason <text>', 'why; both timelines say it')
    .action((id: string, wish: { anomaly?: string[]; alert?: string[]; reason: string }) => split(session(), id, wish));
}

function silenceCommands(root: Command, session: () => Session): void {
  const group = root.command('silences').description('what nobody wants to hear of: what matches is recorded, but opens no incident');
  const timed = (command: Command): Command =>
    command
      .option('--for <length>', '30m, 2h, 1d')
      .option('--from <time>', 'start; now unless given')
      .option('--until <time>', 'end')
      .option('--every <hours>', "every week: 'sat,sun 02:00-04:00'")
      .option('--zone <zone>', 'time zone of --every; that of this terminal unless given');
  group
    .command('list', { isDefault: true })
    .description('silences, those in force first')
    .option('--state <state>', 'active, pending or expired')
    .action((query: { state?: string }) => listSilences(session(), query));
  timed(group.command('add <selector>'))
    .description(`silence what matches, e.g. '{entity="web",__name__=~"node_.*"}'`)
    .option('--comment <text>', 'why')
    .action((selector: string, options: SilenceOptions) => addSilence(session(), selector, options));
  timed(group.command('preview <selector>'))
    .description('show what a silence would have hidden')
    .option('--days <n>', 'how far back; 14 unless given')
    .action((selector: string, options: SilenceOptions) => previewSilence(session(), selector, options));
  group
    .command('expire <id>')
    .description('end a silence now')
    .action((id: string) => expireSilence(session(), id));
}

const VERDICTS = [
  ['right', 'right', 'it was worth telling'],
  ['wrong', 'not-an-anomaly', 'it is not an anomaly: as much is tolerated from now on'],
  ['expected', 'expected', 'it is expected in these hours of a week: as much is tolerated then'],
] as const;

function feedbackCommands(root: Command, session: () => Session): void {
  const group = root
    .command('feedback')
    .description('what people said of anomalies')
    .action(() => listFeedback(session()));
  for (const [name, verdict, description] of VERDICTS) {
    const command = group.command(`${name} <anomaly>`).description(description).option('--note <text>', 'why');
    if (verdict === 'expected') {
      command.requiredOption('--every <hours>', "'mon 06:00-07:00'").option('--zone <zone>', 'that of this terminal unless given');
    }
    command.action((id: string, options: { every?: string; zone?: string; note?: string }) =>
      giveFeedback(session(), verdict, id, options),
    );
  }
}
