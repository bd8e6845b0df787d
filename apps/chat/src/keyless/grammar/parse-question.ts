import type { LogLevel, ServiceName } from '@cloudops/contracts';
import { findMeanings, findMetricName } from './find-metrics.ts';
import { findMention, refersBack } from './find-mention.ts';
import { findTopic } from './find-topic.ts';
import type { Intent, Topic } from './intent.ts';
import { takeCount, takeTime } from './take-time.ts';
import { normalize } from './words.ts';

const LEVELS: readonly (readonly [LogLevel, RegExp])[] = [
  ['fatal', /\b(?:fatal|critical)\b/],
  ['error', /\b(?:errors?|exceptions?|failures?)\b/],
  ['warn', /\b(?:warn|warnings?)\b/],
  ['info', /\binfo\b/],
  ['debug', /\bdebug\b/],
];
const SERVICES: readonly (readonly [ServiceName, RegExp])[] = [
  ['metrics-ingest', /\b(?:metrics[- ]ingest|ingest(?:ion)?)\b/],
  ['gateway', /\bgateway\b/],
  ['remediation', /\bremediation\b/],
  ['anomaly', /\banomaly\b/],
  ['chat', /\bchat\b/],
];
const FOLLOW_UP = /^(?:and|what about|how about|same for|also|or|now)\b/;
const CURRENT = /\b(?:current|currently|now|right now|open|ongoing|active|still|at the moment)\b/;

/**
 * Turns one question into an intent; `before` is the intent of the question before it in the conversation.
 * Nothing is guessed: what the grammar does not know has topic `unknown`.
 */
export function parseQuestion(question: string, now: Date, before?: Intent): Intent {
  const text = normalize(question);
  const time = takeTime(text, now);
  const count = takeCount(time.rest);
  const rest = count.rest;
  const metrics = findMeanings(rest);
  const metric = findMetricName(rest);
  const topic = findTopic(rest) ?? (metric !== undefined ? 'series' : metrics.length > 0 ? 'values' : undefined);
  const logs = topic === 'logs';
  const mention = findMention(metric === undefined ? rest : rest.replaceAll(metric, ' '));
  const intent: Intent = {
    topic: topic ?? 'unknown',
    mention: logs ? undefined : mention,
    refersBack: refersBack(rest),
    metrics,
    metric,
    minutes: time.value,
    count: count.value,
    current: CURRENT.test(text),
    level: logs ? LEVELS.find(([, pattern]) => pattern.test(rest))?.[0] : undefined,
    service: SERVICES.find(([, pattern]) => pattern.test(rest))?.[0],
  };
  return carryOver(withMetricTopic(intent), before, FOLLOW_UP.test(text), rest.split(' ').length);
}

/** A metric name or meaning beside a broad topic is the narrower question: `show the status of memory`, `why is cpu`. */
function withMetricTopic(intent: Intent): Intent {
  if (intent.metric !== undefined && ['status', 'unknown', 'happened', 'help'].includes(intent.topic))
    return { ...intent, topic: 'series' };
  if (intent.metrics.length > 0 && (intent.topic === 'status' || intent.topic === 'help')) return { ...intent, topic: 'values' };
  if (intent.topic === 'status' && intent.mention !== undefined && intent.service === undefined) return { ...intent, topic: 'happened' };
  return intent;
}

const HAS_ENTITY: ReadonlySet<Topic> = new Set([
  'values',
  'series',
  'anomalies',
  'forecasts',
  'incidents',
  'happened',
  'done',
  'happened-and-done',
]);
const STORIES: ReadonlySet<Topic> = new Set(['happened', 'done', 'happened-and-done']);

function carryOver(intent: Intent, before: Intent | undefined, followsUp: boolean, words: number): Intent {
  if (before === undefined || before.topic === 'unknown') return alone(intent, words);
  const inherits = intent.refersBack || followsUp;
  if (intent.topic !== 'unknown') {
    const sameThing = inherits || (intent.topic === 'done' && intent.mention === undefined && STORIES.has(before.topic));
    if (!sameThing || !HAS_ENTITY.has(intent.topic)) return intent;
    return { ...intent, mention: intent.mention ?? before.mention, minutes: intent.minutes ?? (followsUp ? before.minutes : undefined) };
  }
  const says = intent.mention !== undefined || intent.minutes !== undefined || intent.count !== undefined || intent.service !== undefined;
  if (!followsUp || !says) return alone(intent, words);
  return {
    ...before,
    mention: intent.mention ?? before.mention,
    minutes: intent.minutes ?? before.minutes,
    count: intent.count ?? before.count,
    service: intent.service ?? before.service,
  };
}

/** A bare name (`drill-workload?`) asks what happened to it. */
function alone(intent: Intent, words: number): Intent {
  return intent.topic === 'unknown' && intent.mention !== undefined && words <= 2 ? { ...intent, topic: 'happened' } : intent;
}

/** Intent of the last question of a conversation, the earlier ones (oldest first) giving its context. */
export function parseConversation(earlier: readonly string[], question: string, now: Date): Intent {
  let before: Intent | undefined;
  for (const q of earlier) {
    const intent = parseQuestion(q, now, before);
    if (intent.topic !== 'unknown') before = intent;
  }
  return parseQuestion(question, now, before);
}
