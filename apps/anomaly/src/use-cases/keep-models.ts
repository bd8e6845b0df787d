import { Injectable } from '@nestjs/common';
import { Models, Trainings } from '../domain/models.ts';

/** How long versions and trainings are kept; ms. */
export abstract class ModelTimes {
  abstract readonly keepMs: number;
}

/** Has trainings that a crash cut off begun again, and drops what is old and not in use. */
@Injectable()
export class KeepModels {
  constructor(
    private readonly models: Models,
    private readonly trainings: Trainings,
    private readonly times: ModelTimes,
  ) {}

  /** @returns how many wait again. */
  resume(at: Date): Promise<number> {
    return this.trainings.resume(at);
  }

  /** @returns rows dropped. */
  async trim(now: Date): Promise<number> {
    const before = new Date(now.getTime() - this.times.keepMs);
    return (await this.models.trim(before)) + (await this.trainings.trim(before));
  }
}
