import { ServiceProcess } from './service-process.ts';

/** metrics-ingest's bundle as a process of its own. */
export class IngestProcess extends ServiceProcess {
  constructor(url: string, environment: Readonly<Record<string, string>>) {
    super('metrics-ingest', url, environment);
  }
}
