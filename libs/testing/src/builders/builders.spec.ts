import { Anomaly, Incident, InventoryEntry, Remediation, SeriesDescriptor } from '@cloudops/contracts';
import { describe, expect, it } from '@jest/globals';
import { anInventoryEntry, aRemediation } from './a-remediation.ts';
import { anAnomaly, aSeries } from './an-anomaly.ts';
import { anIncident } from './an-incident.ts';

describe('builders', () => {
  it('build what the contracts accept, unchanged', () => {
    expect(SeriesDescriptor.parse(aSeries())).toEqual(aSeries());
    expect(Anomaly.parse(anAnomaly())).toEqual(anAnomaly());
    expect(Incident.parse(anIncident())).toEqual(anIncident());
    expect(Remediation.parse(aRemediation())).toEqual(aRemediation());
    expect(InventoryEntry.parse(anInventoryEntry())).toEqual(anInventoryEntry());
  });

  it('take whatever a test cares about', () => {
    const series = aSeries({ id: 'b'.repeat(16) });
    expect(anAnomaly({ series }).view).toEqual({ kind: 'rate', series: series.id });
    expect(anIncident({ anomalies: [anAnomaly({ id: 'other' })] }).causes[0]?.anomalyId).toBe('other');
  });
});
