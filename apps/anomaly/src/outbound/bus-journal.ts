import { decodeBatch, ReplayBatches, type SampleBatch } from '@cloudops/contracts';
import { Bus } from '@cloudops/platform-bus';
import { Injectable } from '@nestjs/common';
import { Journal } from '../domain/journal.ts';

@Injectable()
export class BusJournal extends Journal {
  constructor(private readonly bus: Bus) {
    super();
  }

  async *replay(partition: number, fromSeq: bigint): AsyncIterable<SampleBatch> {
    for await (const { batch } of this.bus.requestStream(ReplayBatches, { partition, fromSeq: fromSeq.toString() })) {
      yield decodeBatch(Buffer.from(batch, 'base64'));
    }
  }
}
