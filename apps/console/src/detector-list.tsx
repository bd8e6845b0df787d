import { Anchor, Badge, Table, Text, TextInput } from '@mantine/core';
import type { EntityDetector } from '@cloudops/contracts';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { api } from './api.ts';
import { keyOf, nextTrainingText, rowsText, scoredBy, signalsText } from './detector-text.ts';
import { detectorLink } from './route.ts';
import { Section } from './section.tsx';
import { TrainButton } from './train-button.tsx';

const COLORS = { 'too-few-signals': 'gray', learning: 'blue', normal: 'teal', anomalous: 'orange' } as const;
const NOTHING =
  'No entity is known yet. As soon as two signals of a host, pod or service arrive, they are learnt together, a row every five minutes.';

/** Every entity whose signals are scored together: what is learnt of it, and when more will be. */
export function DetectorList() {
  const [search, setSearch] = useState('');
  const queryKey = ['detectors', search];
  const { data, isPending, error } = useQuery({ queryKey, queryFn: () => api.detectors(search), placeholderData: keepPreviousData });
  const trainings = useQuery({ queryKey: ['trainings'], queryFn: api.trainings });
  const open = new Set(trainings.data?.trainings.filter((t) => t.endedAt === null).map((t) => keyOf(t.entity)));
  const entities = data?.entities ?? [];
  return (
    <Section
      title="Entities"
      loading={isPending}
      error={error}
      empty={data !== undefined && data.total === 0 && search === '' && NOTHING}
      aside={
        <TextInput
          size="xs"
          placeholder="environment/kind/id"
          aria-label="Find entities"
          value={search}
          onChange={(event) => setSearch(event.currentTarget.value)}
        />
      }
    >
      <Table.ScrollContainer minWidth={760}>
        <Table aria-label="Entities" verticalSpacing="xs">
          <Table.Thead>
            <Table.Tr>
              {['Entity', 'State', 'Learnt', 'Scored by', 'Next training', ''].map((title) => (
                <Table.Th key={title}>{title}</Table.Th>
              ))}
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {entities.map((detector) => (
              <Row key={keyOf(detector.entity)} detector={detector} isOpen={open.has(keyOf(detector.entity))} />
            ))}
          </Table.Tbody>
        </Table>
      </Table.ScrollContainer>
      {data !== undefined && (data.total > entities.length || entities.length === 0) && (
        <Text size="xs" c="dimmed" role="status">
          {entities.length === 0 ? 'No entity is called so.' : `${entities.length} of ${data.total} are shown; search for the others.`}
        </Text>
      )}
    </Section>
  );
}

function Row({ detector, isOpen }: { detector: EntityDetector; isOpen: boolean }) {
  const key = keyOf(detector.entity);
  const { state, signals, rows, version, alarmedShare } = detector;
  return (
    <Table.Tr>
      <Table.Td style={{ overflowWrap: 'anywhere' }}>
        <Anchor href={detectorLink(key)} size="sm" fw={600}>
          {key}
        </Anchor>
        <Text size="xs" c="dimmed">
          {signalsText(signals) || 'no signal that is known to matter'}
        </Text>
      </Table.Td>
      <Table.Td>
        <Badge color={COLORS[state]} variant="light" miw={96}>
          {state.replaceAll('-', ' ')}
        </Badge>
        {alarmedShare >= 0.01 && (
          <Text size="xs" c="dimmed">
            {Math.round(100 * alarmedShare)} % of a day odd
          </Text>
        )}
      </Table.Td>
      <Table.Td>{rowsText(rows)}</Table.Td>
      <Table.Td>{scoredBy(version)}</Table.Td>
      <Table.Td>{nextTrainingText(detector, isOpen, Date.now())}</Table.Td>
      <Table.Td>{signals.length >= 2 && <TrainButton entity={key} isOpen={isOpen} />}</Table.Td>
    </Table.Tr>
  );
}
