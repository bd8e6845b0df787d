import type { EntityDetector, ModelTraining, ModelVersion } from '@cloudops/contracts';
import { anEntity } from './an-anomaly.ts';

/** A version that was not found better than the linear baseline. */
export const aModel = (over: Partial<ModelVersion> = {}): ModelVersion => ({
  ...{ entity: anEntity(), version: 3, trainedAt: '2026-01-15T12:00:00.000Z', cause: 'weekly', rows: 8_640 },
  ...{ from: '2025-12-16T12:00:00.000Z', to: '2026-01-15T12:00:00.000Z', loss: [0.02, 0.01], trainingSeconds: 6.5 },
  signals: [
    { metric: 'process_cpu_seconds_total', title: 'CPU', kind: 'rate' },
    { metric: 'process_resident_memory_bytes', title: 'memory', kind: 'value' },
  ],
  ...{ baseline: { rows: 2_160, told: 0.88 }, model: { rows: 2_160, told: 0.83 }, promoted: false, inUse: false },
  reason: 'not promoted, not clearly better than the linear baseline',
  ...over,
});

/** One that is half done. */
export const aTraining = (over: Partial<ModelTraining> = {}): ModelTraining => ({
  ...{ id: 'training-1', entity: anEntity(), cause: 'asked', askedBy: 'admin', state: 'running', progress: 0.5, loss: [0.02] },
  ...{ etaSeconds: 3, version: null, message: 'training: 75 of 150 iterations', endedAt: null },
  ...{ queuedAt: '2026-01-15T12:00:00.000Z', startedAt: '2026-01-15T12:00:01.000Z' },
  ...over,
});

/** One that a network scores and a week will train anew. */
export const anEntityDetector = (over: Partial<EntityDetector> = {}): EntityDetector => ({
  ...{ entity: anEntity(), signals: ['CPU', 'memory'], rows: 8_640, state: 'normal', alarmedShare: 0, version: 3 },
  nextTraining: { cause: 'weekly', at: '2026-01-22T12:00:00.000Z' },
  ...over,
});
