import { Anchor, Badge, Button, Group, SimpleGrid, Stack, Text } from '@mantine/core';
import type { EntityDetector, ModelVersion } from '@cloudops/contracts';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { api } from './api.ts';
import { causeText, keyOf, nextTrainingText, percent, rowsText, scoredBy, signalsText } from './detector-text.ts';
import { type Fact, Facts } from './facts.tsx';
import { ago } from './format.ts';
import { LossChart } from './loss-chart.tsx';
import { RollBackDialog } from './roll-back-dialog.tsx';
import { DETECTORS_LINK } from './route.ts';
import { Section } from './section.tsx';
import { TrainButton } from './train-button.tsx';
import { TrainingList } from './training-list.tsx';

/** One entity: by what it is scored, every version of its model, and which of them a person would rather have. */
export function EntityModelsPage({ entity }: { entity: string }) {
  const models = useQuery({ queryKey: ['models', entity], queryFn: () => api.models(entity) });
  const known = useQuery({ queryKey: ['detectors', entity], queryFn: () => api.detectors(entity) });
  const trainings = useQuery({ queryKey: ['trainings'], queryFn: api.trainings });
  const detector = known.data?.entities.find((other) => keyOf(other.entity) === entity);
  const isOpen = trainings.data?.trainings.some((t) => t.endedAt === null && keyOf(t.entity) === entity) ?? false;
  const [chosen, setChosen] = useState<number>();
  const versions = models.data?.models ?? [];
  const inUse = versions.find((version) => version.inUse);
  return (
    <Stack>
      <Anchor href={DETECTORS_LINK} size="sm">
        ← Detectors
      </Anchor>
      <Section
        title={entity}
        loading={known.isPending}
        error={known.error}
        empty={
          !detector && 'The signals of this entity are not watched together at the moment; it is shown here when its samples arrive again.'
        }
        aside={detector && detector.signals.length >= 2 && <TrainButton entity={entity} isOpen={isOpen} />}
      >
        {detector && <Known detector={detector} isOpen={isOpen} />}
      </Section>
      <TrainingList entity={entity} />
      <Section
        title="Versions"
        loading={models.isPending}
        error={models.error}
        empty={
          versions.length === 0 &&
          'No network was trained yet: the linear baseline scores this entity. The first is trained after a day of samples, or after a backfill.'
        }
        aside={
          inUse && (
            <Button size="compact-xs" variant="default" onClick={() => setChosen(0)}>
              Use the linear baseline
            </Button>
          )
        }
      >
        <Stack gap="lg">
          {versions.map((version) => (
            <Version key={version.version} model={version} onUse={() => setChosen(version.version)} />
          ))}
        </Stack>
      </Section>
      {chosen !== undefined && <RollBackDialog entity={entity} to={chosen} inUse={inUse} onClose={() => setChosen(undefined)} />}
    </Stack>
  );
}

function Known({ detector, isOpen }: { detector: EntityDetector; isOpen: boolean }) {
  const facts: Fact[] = [
    ['State', detector.state.replaceAll('-', ' ')],
    ['Signals', signalsText(detector.signals) || 'none that is known to matter'],
    ['Learnt', rowsText(detector.rows)],
    ['Scored by', scoredBy(detector.version)],
    ['Next training', nextTrainingText(detector, isOpen, Date.now())],
  ];
  return <Facts label="What is learnt" facts={facts} size="sm" />;
}

function Version({ model, onUse }: { model: ModelVersion; onUse: () => void }) {
  const { version, inUse, promoted, trainedAt, cause, reason, baseline, model: network, rows, trainingSeconds, signals, loss } = model;
  const facts: Fact[] = [
    ['Verdict', reason],
    ['Network', `${percent(network.told)} of ${network.rows} disturbed rows told from real ones, held out of training`],
    ['Linear baseline', `${percent(baseline.told)} of the same rows`],
    ['History', `${rowsText(rows)}, trained in ${trainingSeconds.toFixed(1)} s (${causeText(cause)})`],
    ['Signals', signals.map(({ title, metric }) => `${title} (${metric})`).join(', ')],
  ];
  return (
    <Stack gap="xs" component="article" aria-label={`Version ${version}`}>
      <Group justify="space-between">
        <Group gap="xs">
          <Text fw={600}>Version {version}</Text>
          <Badge color={inUse ? 'teal' : 'gray'} variant={inUse ? 'filled' : 'light'}>
            {inUse ? 'in use' : promoted ? 'promoted before' : 'not promoted'}
          </Badge>
          <Text size="xs" c="dimmed">
            {ago(trainedAt)}
          </Text>
        </Group>
        {!inUse && (
          <Button size="compact-xs" variant="default" onClick={onUse} aria-label={`Use version ${version}`}>
            Use this version
          </Button>
        )}
      </Group>
      <SimpleGrid cols={{ base: 1, md: 2 }}>
        <Facts label={`Version ${version}`} facts={facts} size="sm" />
        <LossChart loss={loss} name={`version ${version}`} />
      </SimpleGrid>
    </Stack>
  );
}
