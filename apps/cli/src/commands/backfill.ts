import { setTimeout as delay } from 'node:timers/promises';
import { type Backfill, BackfillStatus, CancelBackfill, StartBackfill } from '@cloudops/contracts';
import { CliError, EXIT } from '../cli-error.ts';
import { plain, table } from '../terminal.ts';
import { type Session, show } from './command.ts';

const POLL_MS = 500;
const BAR = 30;
const PATH = '/api/v1/backfills';

export interface BackfillOptions {
  readonly from?: string;
  readonly days?: string;
  readonly match?: string;
  readonly label?: readonly string[];
  readonly rate?: string;
  readonly detach?: boolean;
  readonly cancel?: string;
}

/** `cloudops backfill`: starts one and follows it, cancels one, or lists them all. */
export async function backfill(session: Session, options: BackfillOptions): Promise<void> {
  const { api } = session;
  if (options.cancel !== undefined) {
    const path = `${PATH}/${encodeURIComponent(options.cancel)}`;
    return show(session, await api.delete(path, CancelBackfill.response), ({ backfill: b }) => `${b.id}: ${plain(b.message)}`);
  }
  if (options.from === undefined) {
    return show(session, await api.get(PATH, BackfillStatus.response), ({ backfills }) =>
      backfills.length === 0 ? 'No backfills. Start one: cloudops backfill --from URL --match SELECTOR' : table(backfills.map(row)),
    );
  }
  if (options.match === undefined) throw new CliError('Which series? Give --match SELECTOR, e.g. --match \'{job="node"}\'', EXIT.usage);
  const wanted = {
    url: options.from,
    match: options.match,
    days: Number(options.days ?? 30),
    labels: labelsOf(options.label ?? []),
    ...(options.rate !== undefined && { maxSamplesPerSecond: Number(options.rate) }),
  };
  const started = (await api.post(PATH, wanted, StartBackfill.response)).backfill;
  const ended = options.detach === true ? started : await follow(session, started);
  if (session.json || options.detach === true) show(session, ended, (b) => `${b.id} runs; \`cloudops backfill\` shows how far it is`);
  if (ended.state === 'failed') throw new CliError(plain(ended.message));
}

/** A bar that is drawn over; where nobody looks, a line a tenth of the way. */
async function follow({ api, terminal, json, signal }: Session, started: Backfill): Promise<Backfill> {
  let shown = -1;
  for (let now = started; ; now = await once(api, started.id)) {
    const isOver = now.state !== 'running';
    const step = Math.floor(now.progress * 10);
    if (!json && (terminal.interactive || step !== shown || isOver))
      terminal.out(terminal.interactive ? `\r${bar(now)}${isOver ? '\n' : ''}` : `${bar(now)}\n`);
    shown = step;
    if (isOver) return now;
    try {
      await delay(POLL_MS, undefined, { signal });
    } catch {
      throw new CliError(`\n${started.id} goes on without you; \`cloudops backfill --cancel ${started.id}\` stops it`);
    }
  }
}

async function once(api: Session['api'], id: string): Promise<Backfill> {
  const { backfills } = await api.get(PATH, BackfillStatus.response, { id });
  if (backfills[0] === undefined) throw new CliError(`There is no backfill ${id} any more`, EXIT.missing);
  return backfills[0];
}

/** One line of always the same width, unless there is something to say. */
export function bar({ progress, reached, samplesRead, samplesAdded, state, message }: Backfill): string {
  const filled = Math.round(progress * BAR);
  const share = `${Math.floor(progress * 100)}`.padStart(3);
  const counts = `${samplesRead} samples read, ${samplesAdded} new`;
  return `[${'#'.repeat(filled)}${'.'.repeat(BAR - filled)}] ${share} %  back to ${reached}  ${counts}  ${state}${message === '' ? '' : `: ${plain(message)}`}`;
}

const row = (b: Backfill): string[] => [b.id, b.state, `${Math.floor(b.progress * 100)} %`, plain(b.url), plain(b.match), plain(b.message)];

function labelsOf(pairs: readonly string[]): Record<string, string> {
  return Object.fromEntries(
    pairs.map((pair) => {
      const [name, ...value] = pair.split('=');
      if (name === undefined || value.length === 0) throw new CliError(`--label takes name=value, not ${pair}`, EXIT.usage);
      return [name, value.join('=')];
    }),
  );
}
