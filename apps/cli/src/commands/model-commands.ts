import type { Command } from 'commander';
import type { Session } from './command.ts';
import { listModels, rollBackModel, showModel, trainModel } from './models.ts';

/** `cloudops models ...`: how the signals of an entity move together, learnt from history. */
export function modelCommands(root: Command, session: () => Session): void {
  const group = root
    .command('models')
    .description('models of how the signals of an entity move together; an entity is ENVIRONMENT/KIND/ID');
  group
    .command('list', { isDefault: true })
    .description('versions, trained last first, and what is being trained')
    .option('--entity <entity>', 'of one entity')
    .option('--limit <n>', 'how many at most')
    .action((query: { entity?: string; limit?: string }) => listModels(session(), query));
  group
    .command('show <entity> [version]')
    .description('one version: its evaluation beside the baseline, its loss curve; without a version the one in use, or the newest')
    .action((entity: string, version: string | undefined) => showModel(session(), entity, version));
  group
    .command('train <entity>')
    .description('train a new version now; `cloudops watch` shows how far it is')
    .action((entity: string) => trainModel(session(), entity));
  group
    .command('rollback <entity> <version>')
    .description('score an entity by another version from its next row on; 0 is the linear baseline')
    .option('--reason <text>', 'kept in the audit trail')
    .action((entity: string, version: string, options: { reason?: string }) => rollBackModel(session(), entity, version, options));
}
