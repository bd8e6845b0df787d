const HOUR_MS = 3_600_000;
/** What was told is no news: it fades over a day. */
const FADES_MS = 24 * HOUR_MS;
/** What is still known of the last event must be exceeded by a fifth to be told again ... */
const LOUDER = 1.2;
/** ... and half of it is taken off. */
const KNOWN = 0.5;
/** Events of the last months that were about as loud divide what is left: a series that often cries is believed less. */
const REPEAT = 0.1;
const REPEAT_FRACTION = 0.8;
const REPEAT_HALF_LIFE_MS = 90 * 24 * HOUR_MS;
/** Loudness is counted in eighths of a doubling of 1 + nats, up to 15 nats. */
const LEVELS = 32;
const PER_DOUBLING = 8;
/** Nats below which nothing is an event. */
const EVENT = 0.1;
const RENORMALISE_AT = 1e6;
const LONGEST_HALF_LIVES = 60;

/** Places in a float32 array. */
const N = { told: 0, weight: 1, events: 2 } as const;
export const NEWS_SIZE = N.events + LEVELS;

/**
 * How much news there is in a surprise, given what the same series told lately and how often it told as much. An event that grows is told again at
 * every step of a fifth; one that lasts is told once.
 * @param surprise nats. @param gap ms since the point before. @param habit nats that are usual at this hour. @returns nats.
 */
export function news(m: Float32Array, at: number, gap: number, surprise: number, habit: number): number {
  const before = m[at + N.told]!;
  const fading = before * Math.exp(-gap / FADES_MS);
  const known = Math.max(fading, habit);
  const weight = age(m, at, gap);
  if (surprise <= LOUDER * known) {
    // what lasts is remembered as long as it lasts, but as no louder than it was told
    m[at + N.told] = Math.max(fading, Math.min(surprise, before));
    return 0;
  }
  m[at + N.told] = surprise;
  const left = surprise - KNOWN * known;
  if (left <= EVENT) return 0;
  const told = left / (1 + REPEAT * Math.sqrt(louder(m, at, left * REPEAT_FRACTION) / weight));
  m[at + N.events + level(left)]! += weight;
  return told;
}

/** Newer events weigh more, instead of all older ones less at every point. @returns the weight of an event of now. */
function age(m: Float32Array, at: number, gap: number): number {
  const weight = (m[at + N.weight]! || 1) * 2 ** Math.min(LONGEST_HALF_LIVES, gap / REPEAT_HALF_LIFE_MS);
  m[at + N.weight] = weight;
  if (weight <= RENORMALISE_AT) return weight;
  for (let i = 0; i < LEVELS; i++) m[at + N.events + i]! /= weight;
  return (m[at + N.weight] = 1);
}

function louder(m: Float32Array, at: number, nats: number): number {
  let events = 0;
  for (let i = level(nats); i < LEVELS; i++) events += m[at + N.events + i]!;
  return events;
}

const level = (nats: number): number => Math.min(LEVELS - 1, Math.floor(PER_DOUBLING * Math.log2(1 + nats)));
