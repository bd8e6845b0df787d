import {
  entityKey,
  GetModel,
  ListModels,
  ListTrainings,
  type ModelTraining,
  type ModelVersion,
  type ResponseData,
  RollBackModel,
  TrainModel,
} from '@cloudops/contracts';
import { CliError, EXIT } from '../cli-error.ts';
import { plain, table } from '../terminal.ts';
import { type Session, show } from './command.ts';

const PATH = '/api/v1/models';
const BARS = '▁▂▃▄▅▆▇█';

/** `cloudops models list`: versions, and what is being trained. */
export async function listModels(session: Session, query: { entity?: string; limit?: string }): Promise<void> {
  const { models } = await session.api.get(PATH, ListModels.response, query);
  const { trainings } = await session.api.get(`${PATH}/trainings`, ListTrainings.response, query);
  const open = trainings.filter(({ endedAt }) => endedAt === null);
  show(session, { models, trainings }, () =>
    models.length + open.length === 0
      ? 'No models yet: the first is trained when a day of samples is known.'
      : [...open.map(trainingLine), table(models.map(row))].join('\n'),
  );
}

/** `cloudops models show ENTITY [VERSION]` */
export async function showModel(session: Session, entity: string, version: string | undefined): Promise<void> {
  const query = { entity, ...(version !== undefined && { version: String(numberOf(version)) }) };
  show(session, await session.api.get(`${PATH}/version`, GetModel.response, query), describe);
}

/** `cloudops models train ENTITY` */
export async function trainModel(session: Session, entity: string): Promise<void> {
  show(session, await session.api.post(`${PATH}/train`, { entity }, TrainModel.response), ({ training }) => trainingLine(training));
}

/** `cloudops models rollback ENTITY VERSION` */
export async function rollBackModel(session: Session, entity: string, version: string, options: { reason?: string }): Promise<void> {
  const body = { entity, version: numberOf(version), reason: options.reason ?? '' };
  show(session, await session.api.post(`${PATH}/rollback`, body, RollBackModel.response), ({ change }) => {
    const by = (n: number): string => (n === 0 ? 'the linear baseline' : `version ${n}`);
    return `${entityKey(change.entity)} is scored by ${by(change.version)} from its next row on; before by ${by(change.previous)}`;
  });
}

const row = (m: ModelVersion): string[] => [
  entityKey(m.entity),
  `v${m.version}`,
  m.inUse ? 'in use' : m.promoted ? 'promoted' : 'not promoted',
  m.trainedAt,
  m.cause,
  plain(m.reason),
];

/** One training in one line. */
export const trainingLine = (t: ModelTraining): string =>
  `${entityKey(t.entity)}  ${t.state}  ${Math.floor(t.progress * 100)} %  ${curve(t.loss)}${t.etaSeconds === null ? '' : `  ${t.etaSeconds} s left`}  ${plain(t.message)}`;

function describe({ model: m }: ResponseData<typeof GetModel>): string {
  const share = (x: number): string => `${(100 * x).toFixed(1)} % of ${m.model.rows} disturbed rows told from real ones`;
  return table([
    ['Model', `version ${m.version} of ${entityKey(m.entity)}${m.inUse ? ', in use' : ''}`],
    ['Verdict', plain(m.reason)],
    ['Network', share(m.model.told)],
    ['Baseline', share(m.baseline.told)],
    ['Trained', `${m.trainedAt} (${m.cause}), ${m.trainingSeconds.toFixed(1)} s`],
    ['History', `${m.rows} rows from ${m.from} to ${m.to}`],
    ['Signals', plain(m.signals.map(({ title, metric }) => `${title} (${metric})`).join(', '))],
    ['Loss', m.loss.length === 0 ? 'none' : `${curve(m.loss)}  ${m.loss[0]!.toPrecision(2)} to ${m.loss.at(-1)!.toPrecision(2)}`],
  ]);
}

/** A loss curve as a row of bars, on a scale of its own. */
function curve(loss: readonly number[]): string {
  const [least, most] = [Math.min(...loss), Math.max(...loss)];
  return loss.map((x) => BARS[most > least ? Math.round(((x - least) / (most - least)) * (BARS.length - 1)) : 0]).join('');
}

function numberOf(text: string): number {
  if (!/^\d{1,9}$/.test(text)) throw new CliError(`${text} is no version: give its number, or 0 for the linear baseline`, EXIT.usage);
  return Number(text);
}
