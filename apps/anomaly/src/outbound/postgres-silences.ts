import { randomUUID } from 'node:crypto';
import {
  type AddSilence,
  type Anomaly,
  DomainError,
  type ExpireSilence,
  type Incident,
  type ListSilences,
  type NewSilence,
  type RequestData,
  type ResponseInput,
  type Silence,
  type SilencePreview,
} from '@cloudops/contracts';
import { planSilence, previewSilence, silenceState } from '@cloudops/domain-incidents';
import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { Silences } from '../domain/silences.ts';
import { AskedChanges } from './asked-changes.ts';

const DAY_MS = 86_400_000;
/** Every anomaly is compared with each of them. */
const MOST = 500;
/** A preview looks at the newest of the past: that many anomalies and incidents. */
const LOOKED_AT = { anomalies: 20_000, incidents: 2_000 };

@Injectable()
export class PostgresSilences extends Silences {
  constructor(
    private readonly dataSource: DataSource,
    private readonly changes: AskedChanges,
  ) {
    super();
  }

  async list({ state }: RequestData<typeof ListSilences>, now: Date): Promise<ResponseInput<typeof ListSilences>> {
    const rows: { doc: Silence }[] = await this.dataSource.query(
      'select doc from silences order by (ends_at is null or ends_at > $2) desc, created_at desc, id desc limit $1',
      [MOST, now],
    );
    const silences = rows.map(({ doc }) => known(doc, now));
    return { silences: state === undefined ? silences : silences.filter((s) => s.state === state) };
  }

  async add(asked: RequestData<typeof AddSilence>, now: Date): Promise<ResponseInput<typeof AddSilence>> {
    const preview = await this.preview(planned(asked.silence, asked.actor.id, now), PREVIEW_DAYS, now);
    return this.changes.once(asked, async (manager) => {
      const [held]: { count: string }[] = await manager.query('select count(*) from silences where ends_at is null or ends_at > $1', [now]);
      if (Number(held!.count) >= MOST)
        throw new DomainError('conflict', 'silences-full', `There are ${MOST} silences already; let some expire`);
      const silence = planned(asked.silence, asked.actor.id, now);
      await manager.query('insert into silences (id, created_at, ends_at, doc) values ($1, $2, $3, $4)', [
        ...[silence.id, silence.createdAt, silence.endsAt, JSON.stringify(silence)],
      ]);
      return { silence: known(silence, now), preview };
    });
  }

  expire(asked: RequestData<typeof ExpireSilence>, now: Date): Promise<ResponseInput<typeof ExpireSilence>> {
    return this.changes.once(asked, async (manager) => {
      const [row]: { doc: Silence }[] = await manager.query('select doc from silences where id = $1 for update', [asked.id]);
      if (!row) throw new DomainError('not-found', 'silence-not-found', `There is no silence ${asked.id}`);
      if (silenceState(row.doc, now.getTime()) === 'expired') return { silence: known(row.doc, now) };
      const silence: Silence = { ...row.doc, endsAt: now.toISOString(), expiredBy: asked.actor.id };
      await manager.query('update silences set ends_at = $2, doc = $3 where id = $1', [silence.id, now, JSON.stringify(silence)]);
      return { silence: known(silence, now) };
    });
  }

  async preview(silence: Pick<NewSilence, 'matchers' | 'weekly'>, days: number, now: Date): Promise<SilencePreview> {
    const since = new Date(now.getTime() - days * DAY_MS);
    const anomalies: Pick<Anomaly, 'id' | 'series' | 'entity' | 'detectedAt' | 'reason'>[] = await this.dataSource.query(
      `select id, doc -> 'series' as series, doc -> 'entity' as entity, doc ->> 'detectedAt' as "detectedAt", doc ->> 'reason' as reason
       from anomalies where detected_at > $1 order by detected_at desc, id desc limit $2`,
      [since, LOOKED_AT.anomalies],
    );
    const incidents: { doc: Incident }[] = await this.dataSource.query(
      `select doc from incidents where opened_at > $1 and doc ->> 'mergedInto' is null order by opened_at desc, id desc limit $2`,
      [since, LOOKED_AT.incidents],
    );
    return previewSilence(silence, { days, anomalies, incidents: incidents.map((i) => i.doc) });
  }
}

const PREVIEW_DAYS = 14;
const planned = (wish: NewSilence, by: string, now: Date): Silence => planSilence(wish, { id: randomUUID(), by, at: now.toISOString() });
const known = (silence: Silence, now: Date) => ({ ...silence, state: silenceState(silence, now.getTime()) });
