import { Anchor, Badge, Group, Stack, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { AnomalyFeedbackMenu } from './anomaly-feedback-menu.tsx';
import { api } from './api.ts';
import { ago, localTimes, SEVERITY_COLORS } from './format.ts';
import { anomalyLink } from './route.ts';
import { Section } from './section.tsx';

/** The latest anomalies; an anomaly alone informs, it does not wake anybody. */
export function AnomalyList() {
  const status = useQuery({ queryKey: ['status'], queryFn: api.status });
  const { data, isPending, error } = useQuery({ queryKey: ['anomalies'], queryFn: api.anomalies });
  const anomalies = data?.anomalies.slice(0, 8) ?? [];
  const detectors = status.data?.detectors;
  return (
    <Section
      title="Anomalies"
      loading={isPending}
      error={error}
      aside={
        detectors && (
          <Text size="xs" c="dimmed">
            {detectors.series} signals watched, {detectors.learning} still learning
          </Text>
        )
      }
      empty={anomalies.length === 0 && 'No series has left its band. Every series learns for about a minute before it may alarm.'}
    >
      <Stack gap="xs">
        {anomalies.map((anomaly) => (
          <Group key={anomaly.id} gap="xs" wrap="nowrap" align="flex-start">
            <Badge color={anomaly.clearedAt ? 'gray' : SEVERITY_COLORS[anomaly.severity]} variant="light" miw={84}>
              {anomaly.clearedAt ? 'cleared' : anomaly.severity}
            </Badge>
            <Text size="sm" flex={1} style={{ overflowWrap: 'anywhere' }}>
              <b>{anomaly.entity.id}</b> {localTimes(anomaly.reason)}{' '}
              <Anchor href={anomalyLink(anomaly.id)} size="xs">
                {ago(anomaly.onsetAt)}
              </Anchor>
              {anomaly.silence && (
                <Text span size="xs" c="dimmed">
                  , {anomaly.silence.reason}
                </Text>
              )}
            </Text>
            <AnomalyFeedbackMenu anomaly={anomaly} />
          </Group>
        ))}
      </Stack>
    </Section>
  );
}
