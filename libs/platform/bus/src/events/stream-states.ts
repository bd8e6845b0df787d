import type { EventContract } from '@cloudops/contracts';
import { Injectable } from '@nestjs/common';
import { BusOptions } from '../bus-options.ts';
import { BusConnection } from '../nats/bus-connection.ts';
import { isStreamMissing, natsFailure } from '../nats/nats-failure.ts';
import { StreamCreation } from '../nats/stream-creation.ts';
import { streamName } from '../nats/stream-plan.ts';

/** What tells a publisher whether the broker still has everything that it acknowledged. */
export interface StreamState {
  readonly name: string;
  /** When the stream was created, as the broker writes it: a recreated stream has another one. */
  readonly created: string;
  /** Sequence of the latest message; lower than before means that the broker has lost its store. */
  readonly lastSeq: number;
}

@Injectable()
export class StreamStates {
  constructor(
    private readonly options: BusOptions,
    private readonly connection: BusConnection,
    private readonly streams: StreamCreation,
  ) {}

  /** State of this service's own stream for a contract; a stream that is missing is created first. */
  async of(contract: EventContract): Promise<StreamState> {
    const name = streamName(contract, this.options.service);
    try {
      return await this.read(name).catch(async (error: unknown) => {
        if (!isStreamMissing(error)) throw error;
        await this.streams.ensure();
        return this.read(name);
      });
    } catch (error) {
      throw natsFailure(error, `the state of stream ${name}`);
    }
  }

  private async read(name: string): Promise<StreamState> {
    const manager = await this.connection.live.jetstreamManager({ checkAPI: false, timeout: 5_000 });
    const { created, state } = await manager.streams.info(name);
    return { name, created, lastSeq: state.last_seq };
  }
}
