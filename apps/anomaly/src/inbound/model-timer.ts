import { type BeforeApplicationShutdown, Injectable, Logger } from '@nestjs/common';
import { Interval } from '@nestjs/schedule';
import { FollowSamples } from '../use-cases/follow-samples.ts';
import { KeepModels } from '../use-cases/keep-models.ts';
import { QueueTrainings } from '../use-cases/queue-trainings.ts';
import { TrainModel } from '../use-cases/train-model.ts';

/** Trains what is due, one model after the other, while nothing has to be caught up with. */
@Injectable()
export class ModelTimer implements BeforeApplicationShutdown {
  private readonly logger = new Logger('Models');
  private busy = false;
  private resumed = false;
  private stopped = false;

  constructor(
    private readonly samples: FollowSamples,
    private readonly queue: QueueTrainings,
    private readonly training: TrainModel,
    private readonly keep: KeepModels,
  ) {}

  /** Stops what runs; it is begun again by the next process. */
  async beforeApplicationShutdown(): Promise<void> {
    this.stopped = true;
    await this.training.stop();
  }

  @Interval(60_000)
  async queueDue(): Promise<void> {
    if (this.samples.ready) await this.quietly(() => this.queue.due(new Date()));
  }

  @Interval(1_000)
  async train(): Promise<void> {
    if (this.busy || !this.samples.ready) return;
    this.busy = true;
    await this.quietly(async () => {
      if (!this.resumed) await this.keep.resume(new Date());
      this.resumed = true;
      while (!this.stopped && (await this.training.next(() => new Date())));
    });
    this.busy = false;
  }

  @Interval(3_600_000)
  async trim(): Promise<void> {
    await this.quietly(() => this.keep.trim(new Date()));
  }

  private async quietly(work: () => Promise<unknown>): Promise<void> {
    await work().catch((error: unknown) => this.stopped || this.logger.warn(`will try again: ${String(error)}`));
  }
}
