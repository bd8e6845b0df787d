import { Worker } from 'node:worker_threads';
import { DomainError } from '@cloudops/contracts';
import { Injectable } from '@nestjs/common';
import { Studies, type StudyRequest, type StudyResult } from '../domain/studies.ts';
import type { WorkerMessage } from './train-model.worker.ts';

const MAX_HEAP_MIB = 512;
/** From source the worker needs the loader that this process was started with; its bundle lies beside ours. */
const FROM_SOURCE = import.meta.url.endsWith('.ts');
const SCRIPT = new URL(FROM_SOURCE ? './train-model.worker.ts' : './train-model.worker.js', import.meta.url);
const LOADER = ['--import', new URL('../../../../tools/register.mjs', import.meta.url).href];

/** One thread a study, of the lowest priority, gone with its memory when it ends. */
@Injectable()
export class WorkerStudies extends Studies {
  private readonly running = new Set<Worker>();

  async study(request: StudyRequest, onProgress: (iterations: number, loss: number) => void): Promise<StudyResult | undefined> {
    const worker = new Worker(SCRIPT, {
      workerData: request,
      execArgv: FROM_SOURCE ? LOADER : [],
      resourceLimits: { maxOldGenerationSizeMb: MAX_HEAP_MIB },
    });
    this.running.add(worker);
    try {
      return await resultOf(worker, onProgress);
    } finally {
      this.running.delete(worker);
      await worker.terminate();
    }
  }

  async stop(): Promise<void> {
    await Promise.all([...this.running].map((worker) => worker.terminate()));
  }
}

function resultOf(worker: Worker, onProgress: (iterations: number, loss: number) => void): Promise<StudyResult | undefined> {
  return new Promise((resolve, reject) => {
    worker.on('message', (message: WorkerMessage) => {
      if (message.type === 'progress') onProgress(message.iterations, message.loss);
      else resolve(message.result ?? undefined);
    });
    worker.once('error', reject);
    worker.once('exit', () => reject(new DomainError('unavailable', 'training-stopped', 'The training was stopped')));
  });
}
