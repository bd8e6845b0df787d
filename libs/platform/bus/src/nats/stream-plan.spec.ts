import { EVENTS, LogRecorded, SERVICE_NAMES } from '@cloudops/contracts';
import { describe, expect, it } from '@jest/globals';
import { StorageType } from 'nats';
import { consumersOf, durableName, plannedConsumers } from './consumer-plan.ts';
import { ownedStreams, streamName, streamOwner } from './stream-plan.ts';

describe('streams', () => {
  it('have exactly one owner each, bounded bytes, and no subject in two', () => {
    const plans = SERVICE_NAMES.flatMap((service) => ownedStreams(service));
    expect(new Set(plans.map((plan) => plan.name)).size).toBe(plans.length);
    const subjects = plans.flatMap((plan) => plan.subjects);
    expect(new Set(subjects).size).toBe(subjects.length);
    for (const plan of plans) expect(plan.max_bytes).toBeGreaterThan(0);
  });

  it('hold every event of every publisher', () => {
    const plans = SERVICE_NAMES.flatMap((service) => ownedStreams(service));
    for (const contract of EVENTS) {
      for (const publisher of contract.publishers) {
        const plan = plans.find((each) => each.name === streamName(contract, publisher));
        expect(plan?.subjects.some((subject) => subject.startsWith(contract.subject))).toBe(true);
        expect(plan?.storage).toBe(contract.stream === 'event' ? StorageType.File : StorageType.Memory);
      }
    }
  });

  it('are none of chat’s', () => {
    expect(ownedStreams('chat')).toEqual([]);
    expect(streamOwner(LogRecorded, 'chat')).toBe('gateway');
  });

  it('are named as operators know them', () => {
    expect(ownedStreams('metrics-ingest').map((plan) => [plan.name, plan.subjects])).toEqual([
      ['EVENTS_METRICS_INGEST', ['history.shed.v1']],
      ['METRICS', ['metrics.batch.v1.*']],
    ]);
    expect(streamName(LogRecorded, 'metrics-ingest')).toBe('LOGS_METRICS_INGEST');
  });
});

describe('durables', () => {
  it('are named by service and subject, one for every publisher’s stream', () => {
    expect(durableName('gateway', LogRecorded)).toBe('gateway--log-recorded-v1');
    expect(consumersOf('gateway', LogRecorded).map((plan) => plan.stream)).toEqual(
      SERVICE_NAMES.map((name) => streamName(LogRecorded, name)),
    );
  });

  it('are planned for every consumer of every event', () => {
    for (const contract of EVENTS) {
      for (const consumer of contract.consumers) expect(plannedConsumers(consumer).map((plan) => plan.contract)).toContain(contract);
    }
  });
});
