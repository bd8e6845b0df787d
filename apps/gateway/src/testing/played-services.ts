import {
  type AnswerChunk,
  ApproveRemediation,
  AskQuestion,
  ChatProviders,
  DomainError,
  GetRemediation,
  LatestPoints,
  ListAnswers,
  ListAudit,
  ListInventory,
  ListRemediations,
  ListRunbooks,
  ListSeries,
  ListTargets,
  QuerySamples,
  QueryView,
  RefuseRemediation,
  RegisterTarget,
  RemoveTarget,
  type RequestData,
  type ResponseInput,
  type ServiceName,
} from '@cloudops/contracts';
import { Answers, BusModule, type RequestContext } from '@cloudops/platform-bus';
import { createService } from '@cloudops/platform-http';
import { TelemetryModule } from '@cloudops/platform-telemetry';
import { anInventoryEntry, aRemediation, aSeries } from '@cloudops/testing';
import { Injectable, Module, type Type } from '@nestjs/common';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { AnomalyPlayer } from './anomaly-player.ts';
import { type Played, played } from './played.ts';
import { ModelsPlayer } from './models-player.ts';
import { PromqlPlayer } from './promql-player.ts';
import { SignalsPlayer } from './signals-player.ts';

const answer = (question: string): Extract<AnswerChunk, { type: 'done' }> => ({
  type: 'done',
  answer: {
    conversationId: 'c1',
    question,
    text: 'CPU of web was high; it was restarted.',
    evidence: [],
    provider: 'keyless',
    model: 'keyless',
    tokens: { input: 0, output: 0 },
    providerReason: 'no provider is configured',
    at: '2026-01-15T12:10:00.000Z',
  },
});

const aborted = (signal: AbortSignal): Promise<void> =>
  new Promise((resolve) => (signal.aborted ? resolve() : signal.addEventListener('abort', () => resolve(), { once: true })));

@Injectable()
export class ChatPlayer {
  @Answers(AskQuestion)
  async *ask(data: RequestData<typeof AskQuestion>, context: RequestContext): AsyncGenerator<AnswerChunk> {
    played.note('chat.ask.v1', data);
    if (data.question === 'fail') throw new DomainError('unavailable', 'no-provider', 'No provider answers');
    try {
      yield { type: 'text', text: 'CPU of web' };
      if (data.question === 'break') throw new DomainError('timeout', 'provider-slow', 'The provider stopped talking');
      if (data.question === 'wait') await aborted(context.signal);
      yield answer(data.question);
    } finally {
      if (context.signal.aborted) played.left.push('chat.ask.v1');
    }
  }
  @Answers(ListAnswers)
  history(data: RequestData<typeof ListAnswers>): ResponseInput<typeof ListAnswers> {
    played.note('chat.history.v1', data);
    return { answers: [answer('what happened?').answer] };
  }
  @Answers(ChatProviders)
  providers(): ResponseInput<typeof ChatProviders> {
    return { selected: 'keyless', reason: 'nothing else is configured', configured: ['keyless'] };
  }
}

const cpu = (id: string, mode: string) => aSeries({ id, name: 'node_cpu_seconds_total', labels: { job: 'host', cpu: '0', mode } });
const gauge = (id: string, name: string, labels = {}) => aSeries({ id, name, type: 'gauge', labels: { job: 'host', ...labels } });
const HOST = [
  cpu('00000000000000c1', 'idle'),
  cpu('00000000000000c2', 'user'),
  gauge('00000000000000e1', 'node_memory_MemAvailable_bytes'),
  gauge('00000000000000e2', 'node_memory_MemTotal_bytes'),
  gauge('00000000000000d1', 'node_filesystem_avail_bytes', { mountpoint: '/' }),
  gauge('00000000000000d2', 'node_filesystem_size_bytes', { mountpoint: '/' }),
];
const LATEST: Readonly<Record<string, number>> = {
  '00000000000000c1': 0.75,
  '00000000000000c2': 0.25,
  '00000000000000e1': 3e9,
  '00000000000000e2': 4e9,
  '00000000000000d1': 1e9,
  '00000000000000d2': 10e9,
};

@Injectable()
export class MetricsPlayer {
  @Answers(ListSeries)
  series(data: RequestData<typeof ListSeries>): ResponseInput<typeof ListSeries> {
    played.note('series.list.v1', data);
    return { series: HOST, cursor: null };
  }
  @Answers(LatestPoints)
  latest({ views }: RequestData<typeof LatestPoints>): ResponseInput<typeof LatestPoints> {
    return { points: views.map((v) => [1_768_478_400_000, (v.kind === 'ratio' ? undefined : LATEST[v.series]) ?? null]) };
  }
  @Answers(QueryView)
  view(data: RequestData<typeof QueryView>): ResponseInput<typeof QueryView> {
    played.note('metrics.view.v1', data);
    return { points: [[data.from, 1]] };
  }
  @Answers(QuerySamples)
  async *samples(data: RequestData<typeof QuerySamples>): AsyncGenerator<ResponseInput<typeof QuerySamples>> {
    played.note('metrics.samples.v1', data);
    try {
      const chunks = data.matchers[0]?.value === 'endless' ? 1_000_000 : 100;
      for (let i = 0; i < chunks; i++) {
        if (data.matchers[0]?.value === 'breaks' && i === 50) throw new DomainError('timeout', 'slow', 'too slow');
        yield { series: aSeries(), points: Array.from({ length: 1000 }, (_, n): [number, number] => [data.from + i * 1000 + n, n]) };
      }
    } finally {
      played.left.push('metrics.samples.v1');
    }
  }
  @Answers(ListTargets)
  targets(): ResponseInput<typeof ListTargets> {
    return { targets: [] };
  }
  @Answers(RegisterTarget)
  register(target: RequestData<typeof RegisterTarget>): ResponseInput<typeof RegisterTarget> {
    played.note('targets.register.v1', target);
    return { target };
  }
  @Answers(RemoveTarget)
  remove({ job }: RequestData<typeof RemoveTarget>): ResponseInput<typeof RemoveTarget> {
    return { removed: job === 'web' };
  }
}

@Injectable()
export class RemediationPlayer {
  @Answers(ListRemediations)
  list(data: RequestData<typeof ListRemediations>): ResponseInput<typeof ListRemediations> {
    played.note('remediations.list.v1', data);
    return { remediations: [aRemediation()], cursor: null };
  }
  @Answers(GetRemediation)
  get({ id }: RequestData<typeof GetRemediation>): ResponseInput<typeof GetRemediation> {
    return { remediation: aRemediation({ id }) };
  }
  @Answers(ApproveRemediation)
  approve(data: RequestData<typeof ApproveRemediation>): ResponseInput<typeof ApproveRemediation> {
    played.note('remediations.approve.v1', data);
    if (data.actionHash !== 'a'.repeat(64)) throw new DomainError('conflict', 'action-changed', 'The action is another one by now');
    return { remediation: aRemediation({ id: data.id, state: 'approved', approvedBy: data.actor }) };
  }
  @Answers(RefuseRemediation)
  refuse(data: RequestData<typeof RefuseRemediation>): ResponseInput<typeof RefuseRemediation> {
    played.note('remediations.refuse.v1', data);
    return { remediation: aRemediation({ id: data.id, state: 'refused' }) };
  }
  @Answers(ListInventory)
  inventory(): ResponseInput<typeof ListInventory> {
    return { entries: [anInventoryEntry()] };
  }
  @Answers(ListRunbooks)
  runbooks(): ResponseInput<typeof ListRunbooks> {
    return { runbooks: [] };
  }
  @Answers(ListAudit)
  audit(data: RequestData<typeof ListAudit>): ResponseInput<typeof ListAudit> {
    played.note('audit.list.v1', data);
    return { rows: [], intact: true, brokenAt: null };
  }
}

const PLAYERS = {
  anomaly: [AnomalyPlayer, SignalsPlayer, ModelsPlayer],
  chat: [ChatPlayer],
  'metrics-ingest': [MetricsPlayer, PromqlPlayer],
  remediation: [RemediationPlayer],
} as const;
type Player = keyof typeof PLAYERS & ServiceName;

export type { Played };

/** The four services behind the gateway, played over the real bus. */
export async function playServices(natsUrl: string): Promise<{ played: Played; apps: Record<Player, NestFastifyApplication> }> {
  const apps = {} as Record<Player, NestFastifyApplication>;
  for (const service of Object.keys(PLAYERS) as Player[]) apps[service] = await play(service, PLAYERS[service], natsUrl);
  played.asked.length = 0;
  played.left.length = 0;
  return { played, apps };
}

function play(service: Player, players: readonly Type[], url: string): Promise<NestFastifyApplication> {
  @Module({
    imports: [TelemetryModule.forService(service, { level: 'silent' }), BusModule.forRoot({ service, url })],
    providers: [...players],
  })
  class PlayedModule {}
  return createService({ service, config: {}, module: () => ({ module: PlayedModule }) });
}
