import { describe, expect, it } from '@jest/globals';
import type { Alert } from '@cloudops/contracts';
import { anAlert } from '@cloudops/testing';
import { newsOfAlert } from './news-of-alert.ts';

const at = (minute: number): string => new Date(Date.UTC(2026, 0, 15, 12, minute)).toISOString();
const firing = (minute: number): Alert => anAlert({ startsAt: at(minute) });
const resolved = (minute: number): Alert => anAlert({ startsAt: at(minute), state: 'resolved', endsAt: at(minute + 1) });

describe('newsOfAlert', () => {
  it.each<[string, Alert | undefined, Alert, ReturnType<typeof newsOfAlert>]>([
    ['a first firing', undefined, firing(1), { verdict: 'fired' }],
    ['an end whose beginning nobody heard of', undefined, resolved(1), { verdict: 'resolved', over: resolved(1) }],
    ['a repeat', firing(1), firing(1), { verdict: 'repeated' }],
    ['the end', firing(1), resolved(1), { verdict: 'resolved', over: resolved(1) }],
    ['a late beginning', resolved(1), firing(1), { verdict: 'older' }],
    ['the end again', resolved(1), resolved(1), { verdict: 'repeated' }],
    ['the next firing', resolved(1), firing(5), { verdict: 'fired' }],
    ['the next firing without an end between', firing(1), firing(5), { verdict: 'fired' }],
    ['an older firing', firing(5), firing(1), { verdict: 'older' }],
    ['only the end of the next firing', firing(1), resolved(5), { verdict: 'resolved', over: { ...resolved(1), endsAt: at(6) } }],
  ])('%s', (_, known, told, news) => expect(newsOfAlert(known, told)).toEqual(news));
});
