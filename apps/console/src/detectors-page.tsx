import { Anchor, Stack, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { api } from './api.ts';
import { DetectorList } from './detector-list.tsx';
import { FeedbackList } from './feedback-list.tsx';
import { SILENCES_LINK } from './route.ts';
import { Section } from './section.tsx';
import { TrainingList } from './training-list.tsx';

/** What the system has learnt, what it is learning now, and what people told it. */
export function DetectorsPage() {
  return (
    <Stack>
      <Anchor href="#/" size="sm">
        ← Now
      </Anchor>
      <Overview />
      <TrainingList />
      <DetectorList />
      <FeedbackList />
    </Stack>
  );
}

function Overview() {
  const status = useQuery({ queryKey: ['status'], queryFn: api.status });
  const entities = useQuery({ queryKey: ['detectors', ''], queryFn: () => api.detectors('') });
  const silences = useQuery({ queryKey: ['silences'], queryFn: api.silences });
  const detectors = status.data?.detectors;
  const perWeek = entities.data?.falseAlarmsPerWeek;
  const active = silences.data?.silences.filter(({ state }) => state === 'active').length;
  return (
    <Section
      title="Detectors"
      loading={status.isPending}
      error={status.error}
      empty={!detectors && 'What the detectors know cannot be read at the moment; detection itself may go on.'}
    >
      {detectors && (
        <Stack gap={4}>
          <Text size="sm">
            <b>{detectors.series}</b> signals are watched one by one: <b>{detectors.learning}</b> still learn and stay quiet,{' '}
            <b>{detectors.anomalous}</b> {detectors.anomalous === 1 ? 'is' : 'are'} anomalous. Feedback widened what{' '}
            <b>{detectors.tolerant}</b> of them may do.
          </Text>
          {perWeek !== undefined && (
            <Text size="sm">
              False alarms: each signal is judged against its own past, and is granted <b>{perWeek}</b> a week (
              <code>FALSE_ALARMS_PER_WEEK</code>), and so are the signals of an entity together. It is the same for everybody; feedback
              changes single signals, and an anomaly alone wakes nobody.
            </Text>
          )}
          <Text size="sm">
            <Anchor href={SILENCES_LINK}>Silences and maintenance windows</Anchor>, with a preview of what they would have hidden:{' '}
            {active === undefined || active === 0 ? 'none holds now' : `${active} ${active === 1 ? 'holds' : 'hold'} now`}.
          </Text>
        </Stack>
      )}
    </Section>
  );
}
