import { setPriority } from 'node:os';
import { parentPort, workerData } from 'node:worker_threads';
import { studyEntity } from '@cloudops/domain-detection';
import type { StudyRequest, StudyResult } from '../domain/studies.ts';

/** What the worker tells: how far it is, and at the end its result (`null` with too few rows). */
export type WorkerMessage =
  | { readonly type: 'progress'; readonly iterations: number; readonly loss: number }
  | { readonly type: 'done'; readonly result: StudyResult | null };

const LOWEST = 19;
// on Linux a priority is a thread's own; elsewhere it would be that of the whole service
if (process.platform === 'linux') setPriority(LOWEST);

const tell = (message: WorkerMessage): void => parentPort?.postMessage(message);
const { times, columns, seed, iterations } = workerData as StudyRequest;
const rows = Array.from(times, (_, at) => Float64Array.from(columns, (column) => column[at]!));
const study = await studyEntity([...times], rows, {
  ...{ seed, iterations },
  onProgress: (done, loss) => tell({ type: 'progress', iterations: done, loss }),
});
if (!study) tell({ type: 'done', result: null });
else {
  const { baseline, model, promotion, autoencoder, state } = study;
  tell({ type: 'done', result: { baseline, model, promotion, weights: autoencoder.weights, state: state.serialise() } });
}
