import { Group, Stack, Text } from '@mantine/core';
import type { Anomaly } from '@cloudops/contracts';
import { useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { AnomalyFeedbackMenu } from './anomaly-feedback-menu.tsx';
import { api } from './api.ts';
import { Chart } from './chart.tsx';
import { Explanation } from './explanation.tsx';
import { localTimes, short } from './format.ts';

const BEFORE_MS = 5 * 60_000;
const AFTER_MS = 3 * 60_000;

/** The signal around the anomaly, with the band frozen at onset, marks at onset and clearing, and why it is anomalous. */
export function AnomalyChart({ anomaly }: { anomaly: Anomaly }) {
  const onset = Date.parse(anomaly.onsetAt);
  const end = anomaly.clearedAt ? Date.parse(anomaly.clearedAt) + AFTER_MS : undefined;
  const { data, error } = useQuery({
    queryKey: ['view', anomaly.id],
    queryFn: () => api.view(anomaly.view, onset - BEFORE_MS, end ?? Date.now()),
    refetchInterval: end !== undefined && end < Date.now() ? false : 3_000,
  });
  const times = useMemo(() => (data?.points ?? []).map(([time]) => time / 1000), [data]);
  const lines = useMemo(
    () => [{ label: anomaly.series.name, color: '#e8590c', values: (data?.points ?? []).map(([, value]) => value) }],
    [data, anomaly.series.name],
  );
  const band = useMemo(() => ({ lower: anomaly.band.yhat_lower, upper: anomaly.band.yhat_upper }), [anomaly.band]);
  const marks = useMemo(
    () => [
      { at: onset / 1000, label: 'onset' },
      ...(anomaly.clearedAt ? [{ at: Date.parse(anomaly.clearedAt) / 1000, label: 'cleared' }] : []),
    ],
    [onset, anomaly.clearedAt],
  );
  return (
    <Stack gap={2} mb="md">
      <Group justify="space-between" wrap="nowrap">
        <Text size="sm" fw={500} style={{ overflowWrap: 'anywhere' }}>
          {anomaly.series.name} ({anomaly.signal})
        </Text>
        <AnomalyFeedbackMenu anomaly={anomaly} />
      </Group>
      <Text size="xs" c="dimmed">
        {localTimes(anomaly.reason)}
      </Text>
      {error ? (
        <Text size="xs" c="red">
          {error.message}
        </Text>
      ) : (
        <Chart
          times={times}
          lines={lines}
          band={band}
          marks={marks}
          format={short}
          height={160}
          description={`${anomaly.series.name} with its expected band`}
        />
      )}
      <Explanation anomaly={anomaly} />
    </Stack>
  );
}
