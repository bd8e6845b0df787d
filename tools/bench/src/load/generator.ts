// A process of its own: gets a LoadPlan as its argument, tells progress and the LoadResult over IPC.
import { generateLoad } from './generate-load.ts';
import type { LoadPlan } from './load-plan.ts';

const PROGRESS_MS = 1_000;

let toldAt = 0;
const onProgress = (samples: number): void => {
  if (Date.now() - toldAt < PROGRESS_MS) return;
  toldAt = Date.now();
  process.send?.({ progress: samples });
};
const result = await generateLoad(JSON.parse(process.argv[2]!) as LoadPlan, onProgress);
process.send?.({ result }, () => process.disconnect());
