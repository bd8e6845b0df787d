import type { IncomingMessage, ServerResponse } from 'node:http';
import { PlayedServer } from './played-server.ts';

interface Stored {
  apiVersion: 'apps/v1';
  kind: string;
  metadata: {
    name: string;
    namespace: string;
    uid: string;
    resourceVersion: string;
    generation: number;
    annotations: Record<string, string>;
  };
  spec: Record<string, unknown>;
}
type Fault =
  { readonly status: number; readonly reason: string; readonly headers?: Record<string, string> } | 'drop' | 'drop-after' | 'hang';

const KINDS = { Deployment: 'deployments', StatefulSet: 'statefulsets', DaemonSet: 'daemonsets' } as const;

/** What of the API of apps/v1 the runner uses, as an API server does it: versions, conflicts, dry runs, Status objects, bearer tokens. */
export class KubernetesServer extends PlayedServer {
  readonly writes: { path: string; body: unknown; dryRun: boolean }[] = [];
  /** Of the next write that is not a dry run, or of every one. */
  fault: Fault | undefined;
  readonly #objects = new Map<string, Stored>();
  #version = 100;

  constructor(private readonly token: string) {
    super();
  }

  put(kind: keyof typeof KINDS, name: string, spec: object): Stored {
    const version = String(++this.#version);
    const metadata = { name, namespace: 'shop', uid: `uid-${version}`, resourceVersion: version, generation: 1, annotations: {} };
    const stored: Stored = { apiVersion: 'apps/v1', kind, metadata, spec: { ...spec } };
    this.#objects.set(`/apis/apps/v1/namespaces/shop/${KINDS[kind]}/${name}`, stored);
    return stored;
  }

  /** A change by somebody else: status, as controllers write it all the time, or the spec. */
  touch(stored: Stored, spec?: object): void {
    stored.metadata.resourceVersion = String(++this.#version);
    if (!spec) return;
    Object.assign(stored.spec, spec);
    stored.metadata.generation++;
  }

  protected override async take(request: IncomingMessage, response: ServerResponse): Promise<void> {
    let text = '';
    for await (const chunk of request) text += String(chunk);
    const { pathname, searchParams } = new URL(request.url ?? '', 'http://x');
    if (request.headers.authorization !== `Bearer ${this.token}`) return status(response, 401, 'Unauthorized', 'Unauthorized');
    if (pathname === '/apis/apps/v1') return json(response, 200, discovery());
    const stored = this.#objects.get(pathname);
    const name = pathname.split('/').at(-1);
    if (!stored) return status(response, 404, 'NotFound', `deployments.apps "${name}" not found`);
    if (request.method === 'GET') return json(response, 200, stored);
    if (request.headers['content-type'] !== 'application/strategic-merge-patch+json')
      return status(response, 415, 'UnsupportedMediaType', 'the body of the request was in an unknown format');
    return this.#patch(stored, pathname, JSON.parse(text) as Partial<Stored>, searchParams.get('dryRun') === 'All', response);
  }

  #patch(stored: Stored, path: string, body: Partial<Stored>, dryRun: boolean, response: ServerResponse): void {
    const { fault } = this;
    if (!dryRun && fault !== undefined && fault !== 'drop-after') {
      if (fault === 'hang') return;
      if (fault === 'drop') return void response.destroy();
      return status(response, fault.status, fault.reason, fault.reason, fault.headers);
    }
    const seen = body.metadata?.resourceVersion;
    if (seen !== undefined && seen !== stored.metadata.resourceVersion)
      return status(
        response,
        409,
        'Conflict',
        'the object has been modified; please apply your changes to the latest version and try again',
      );
    if (Number(body.spec?.['replicas'] ?? 0) < 0)
      return status(response, 422, 'Invalid', 'spec.replicas: must be greater than or equal to 0');
    const target = dryRun ? structuredClone(stored) : stored;
    Object.assign(target.metadata.annotations, body.metadata?.annotations);
    Object.assign(target.spec, body.spec);
    target.metadata.generation++;
    if (!dryRun) target.metadata.resourceVersion = String(++this.#version);
    this.writes.push({ path, body, dryRun });
    if (!dryRun && fault === 'drop-after') return void response.destroy();
    json(response, 200, target);
  }
}

/** A kubeconfig for it. */
export const kubeconfigFor = (server: string, token: string): object => ({
  ...{ apiVersion: 'v1', kind: 'Config', 'current-context': 'test' },
  clusters: [{ name: 'test', cluster: { server, 'insecure-skip-tls-verify': true } }],
  users: [{ name: 'executor', user: { token } }],
  contexts: [{ name: 'test', context: { cluster: 'test', user: 'executor' } }],
});

const discovery = (): object => ({
  ...{ kind: 'APIResourceList', apiVersion: 'v1', groupVersion: 'apps/v1' },
  resources: Object.entries(KINDS).map(([kind, name]) => ({
    ...{ name, singularName: kind.toLowerCase(), namespaced: true, kind },
    verbs: ['get', 'list', 'patch', 'update', 'watch'],
  })),
});

function json(response: ServerResponse, code: number, body: object, headers: Record<string, string> = {}): void {
  response.writeHead(code, { 'content-type': 'application/json', ...headers }).end(JSON.stringify(body));
}

const status = (response: ServerResponse, code: number, reason: string, message: string, headers?: Record<string, string>): void =>
  json(response, code, { kind: 'Status', apiVersion: 'v1', metadata: {}, status: 'Failure', message, reason, code }, headers);
