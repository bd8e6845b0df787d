import { Anchor, Badge, Group, Progress, Stack, Text } from '@mantine/core';
import type { ModelTraining } from '@cloudops/contracts';
import { useQuery } from '@tanstack/react-query';
import { api } from './api.ts';
import { causeText, etaText, keyOf } from './detector-text.ts';
import { ago } from './format.ts';
import { LossChart } from './loss-chart.tsx';
import { detectorLink } from './route.ts';
import { Section } from './section.tsx';

const COLORS = { queued: 'gray', running: 'cyan', done: 'teal', failed: 'red' } as const;
const SHOWN = 8;
const NOTHING =
  'Nothing was trained yet. The first training of an entity comes after a day of samples, or within minutes after a backfill; then weekly, and when what is usual has changed.';

/** Trainings that run, wait and have ended; those of one entity where it is given. */
export function TrainingList({ entity }: { entity?: string }) {
  const { data, isPending, error } = useQuery({ queryKey: ['trainings'], queryFn: api.trainings });
  const trainings = data?.trainings.filter((training) => entity === undefined || keyOf(training.entity) === entity) ?? [];
  const open = trainings.filter(({ endedAt }) => endedAt === null);
  const ended = trainings.filter(({ endedAt }) => endedAt !== null).slice(0, SHOWN);
  return (
    <Section title="Training" loading={isPending} error={error} empty={trainings.length === 0 && NOTHING}>
      <Stack gap="sm">
        {[...open].reverse().map((training) => (
          <OpenTraining key={training.id} training={training} />
        ))}
        {ended.map((training) => (
          <Group key={training.id} gap="xs" wrap="nowrap" align="flex-start">
            <State training={training} />
            <Text size="sm" style={{ overflowWrap: 'anywhere' }}>
              <Of training={training} /> {training.message}{' '}
              <Text span size="xs" c="dimmed">
                {causeText(training.cause)}, {ago(training.endedAt ?? training.queuedAt)}
              </Text>
            </Text>
          </Group>
        ))}
      </Stack>
    </Section>
  );
}

function OpenTraining({ training }: { training: ModelTraining }) {
  const { progress, message, askedBy, cause, loss } = training;
  const percent = Math.floor(100 * progress);
  const name = keyOf(training.entity);
  return (
    <Stack gap={4} component="article" aria-label={`Training of ${name}`}>
      <Group gap="xs" justify="space-between">
        <Group gap="xs">
          <State training={training} />
          <Of training={training} />
          <Text size="xs" c="dimmed">
            {cause === 'asked' ? `asked by ${askedBy}` : causeText(cause)}
          </Text>
        </Group>
        <Text size="xs" c="dimmed">
          {etaText(training)}
        </Text>
      </Group>
      <Progress value={percent} aria-label={`Training of ${name}, ${percent} % done`} />
      <Text size="xs" c="dimmed">
        {message}
      </Text>
      <LossChart loss={loss} name={name} />
    </Stack>
  );
}

const State = ({ training: { state } }: { training: ModelTraining }) => (
  <Badge color={COLORS[state]} variant="light" miw={84}>
    {state}
  </Badge>
);

const Of = ({ training }: { training: ModelTraining }) => (
  <Anchor href={detectorLink(keyOf(training.entity))} size="sm" fw={600}>
    {keyOf(training.entity)}
  </Anchor>
);
