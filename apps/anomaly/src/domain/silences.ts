import type { AddSilence, ExpireSilence, ListSilences, NewSilence, RequestData, ResponseInput, SilencePreview } from '@cloudops/contracts';

/** What people want to hear nothing of. */
export abstract class Silences {
  abstract list(query: RequestData<typeof ListSilences>, now: Date): Promise<ResponseInput<typeof ListSilences>>;
  /** @throws DomainError `invalid` that names the field, `conflict` when there are too many. */
  abstract add(asked: RequestData<typeof AddSilence>, now: Date): Promise<ResponseInput<typeof AddSilence>>;
  /** @throws DomainError `not-found`. */
  abstract expire(asked: RequestData<typeof ExpireSilence>, now: Date): Promise<ResponseInput<typeof ExpireSilence>>;
  abstract preview(silence: Pick<NewSilence, 'matchers' | 'weekly'>, days: number, now: Date): Promise<SilencePreview>;
}
