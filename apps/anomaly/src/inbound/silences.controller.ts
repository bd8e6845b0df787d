import { AddSilence, ExpireSilence, ListSilences, PreviewSilence, type RequestData, type ResponseInput } from '@cloudops/contracts';
import { Answers } from '@cloudops/platform-bus';
import { Controller } from '@nestjs/common';
import { Silences } from '../domain/silences.ts';

@Controller()
export class SilencesController {
  constructor(private readonly silences: Silences) {}

  @Answers(ListSilences)
  list(query: RequestData<typeof ListSilences>): Promise<ResponseInput<typeof ListSilences>> {
    return this.silences.list(query, new Date());
  }

  @Answers(AddSilence)
  add(asked: RequestData<typeof AddSilence>): Promise<ResponseInput<typeof AddSilence>> {
    return this.silences.add(asked, new Date());
  }

  @Answers(PreviewSilence)
  async preview({ silence, days }: RequestData<typeof PreviewSilence>): Promise<ResponseInput<typeof PreviewSilence>> {
    return { preview: await this.silences.preview(silence, days, new Date()) };
  }

  @Answers(ExpireSilence)
  expire(asked: RequestData<typeof ExpireSilence>): Promise<ResponseInput<typeof ExpireSilence>> {
    return this.silences.expire(asked, new Date());
  }
}
