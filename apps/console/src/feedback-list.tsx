import { Anchor, Badge, Stack, Text } from '@mantine/core';
import type { AnomalyFeedback } from '@cloudops/contracts';
import { useQuery } from '@tanstack/react-query';
import { api } from './api.ts';
import { ago } from './format.ts';
import { anomalyLink } from './route.ts';
import { Section } from './section.tsx';
import { weeklyText } from './silence-text.ts';
import { toleranceText, VERDICTS } from './tolerance-text.ts';

/** What people said of anomalies, and what each word changed. */
export function FeedbackList() {
  const { data, isPending, error } = useQuery({ queryKey: ['feedback'], queryFn: api.feedback });
  const feedback = data?.feedback ?? [];
  return (
    <Section
      title="Feedback given"
      loading={isPending}
      error={error}
      empty={
        feedback.length === 0 &&
        'Nobody said anything yet. The feedback button beside an anomaly changes how its signal is scored, within seconds.'
      }
    >
      <Stack gap="xs">
        {feedback.map((given) => (
          <Given key={given.id} given={given} />
        ))}
      </Stack>
    </Section>
  );
}

function Given({ given: { anomalyId, verdict, metric, entity, tolerance, window, note, by, at } }: { given: AnomalyFeedback }) {
  return (
    <Text size="sm" style={{ overflowWrap: 'anywhere' }}>
      <Badge variant="light" color={verdict === 'right' ? 'teal' : 'gray'} mr="xs">
        {VERDICTS[verdict]}
      </Badge>
      <Anchor href={anomalyLink(anomalyId)} size="sm">
        {metric}
      </Anchor>{' '}
      of {entity}: {toleranceText(tolerance)}
      {window && `, ${weeklyText(window)}`}
      {note !== '' && `. "${note}"`}{' '}
      <Text span size="xs" c="dimmed">
        {by}, {ago(at)}
      </Text>
    </Text>
  );
}
