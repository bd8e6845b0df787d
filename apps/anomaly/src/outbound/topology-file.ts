import { readFile, stat } from 'node:fs/promises';
import { EntityRef, TopologyEdge } from '@cloudops/contracts';
import { Injectable, Logger } from '@nestjs/common';
import { parse } from 'yaml';
import { z } from 'zod';
import { DeclaredTopology } from '../domain/declared-topology.ts';
import type { SeenEdge } from '../domain/topology.ts';

const MAX_BYTES = 1024 * 1024;

/** Where TOPOLOGY_FILE lies, and the environment of entities that name none. */
export abstract class TopologyFileOptions {
  abstract readonly file: string | undefined;
  abstract readonly environment: string;
}

/** TOPOLOGY_FILE: `edges: [{from: {kind: service, id: web}, to: {kind: database, id: orders}}]`; `relation` is `calls` unless given. */
@Injectable()
export class TopologyFile extends DeclaredTopology {
  private readonly logger = new Logger('Topology');
  private readAt: string | undefined;

  constructor(private readonly options: TopologyFileOptions) {
    super();
  }

  async changed(): Promise<readonly SeenEdge[] | undefined> {
    const { file } = this.options;
    try {
      const { mtimeMs, size } = file === undefined ? { mtimeMs: 0, size: 0 } : await stat(file);
      const version = `${mtimeMs} ${size}`;
      if (version === this.readAt) return undefined;
      this.readAt = version; // a faulty file is reported once, not every minute
      if (file === undefined) return [];
      if (size > MAX_BYTES) throw new Error(`is larger than ${MAX_BYTES} bytes`);
      return readTopology(await readFile(file, 'utf8'), this.options.environment);
    } catch (error) {
      this.logger.warn(`${file}: ${error instanceof Error ? error.message : String(error)}; what was declared before stays`);
      return undefined;
    }
  }
}

/** @throws Error that names every fault. */
export function readTopology(text: string, environment: string): SeenEdge[] {
  const entity = EntityRef.partial({ environment: true })
    .strict()
    .transform((ref) => ({ environment, ...ref }));
  const File = z.object({
    edges: z.array(z.object({ from: entity, to: entity, relation: TopologyEdge.shape.relation.default('calls') }).strict()).max(5_000),
  });
  const parsed = File.strict().safeParse(parse(text));
  if (parsed.success) return parsed.data.edges;
  throw new Error(parsed.error.issues.map((issue) => `${issue.path.join('.') || '(document)'}: ${issue.message}`).join('; '));
}
