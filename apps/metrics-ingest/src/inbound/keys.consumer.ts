import { ApiKeyChanged, type EventData } from '@cloudops/contracts';
import { WriteKeys } from '@cloudops/domain-series';
import { type EventContext, OnEvent } from '@cloudops/platform-bus';
import { Controller } from '@nestjs/common';
import { AuthenticateSender } from '../use-cases/authenticate-sender.ts';

@Controller()
export class KeysConsumer {
  constructor(
    private readonly keys: WriteKeys,
    private readonly authenticate: AuthenticateSender,
  ) {}

  @OnEvent(ApiKeyChanged)
  async changed(change: EventData<typeof ApiKeyChanged>, context: EventContext): Promise<void> {
    await this.keys.apply(change, context.id);
    await this.authenticate.reload();
  }
}
