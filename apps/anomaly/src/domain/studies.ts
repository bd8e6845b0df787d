import type { AutoencoderWeights, Evaluation, Promotion } from '@cloudops/domain-detection';
import type { PastRows } from './entity-history.ts';

export interface StudyRequest extends PastRows {
  readonly seed: number;
  readonly iterations: number;
}

export interface StudyResult {
  readonly baseline: Evaluation;
  readonly model: Evaluation;
  readonly promotion: Promotion;
  readonly weights: AutoencoderWeights;
  readonly state: Uint8Array;
}

/** The training and evaluation of one model, where nobody waits for the event loop. */
export abstract class Studies {
  /** `undefined` with too few rows. @param onProgress iterations done, and the loss. */
  abstract study(request: StudyRequest, onProgress: (iterations: number, loss: number) => void): Promise<StudyResult | undefined>;
  /** Gives up what runs: its promise fails. */
  abstract stop(): Promise<void>;
}
