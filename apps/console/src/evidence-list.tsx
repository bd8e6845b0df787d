import { Anchor, Collapse, Stack, Text, UnstyledButton } from '@mantine/core';
import type { Evidence } from '@cloudops/contracts';
import { useMemo, useState } from 'react';
import { Chart } from './chart.tsx';
import { clock, short } from './format.ts';

/** What an answer rests on: the tool calls and their results, folded away until asked for. */
export function EvidenceList({ evidence }: { evidence: Evidence[] }) {
  const [open, setOpen] = useState(false);
  if (evidence.length === 0) return null;
  return (
    <Stack gap={4} mt={4}>
      <UnstyledButton onClick={() => setOpen(!open)} aria-expanded={open}>
        <Text size="xs" c="dimmed" td="underline">
          {open ? 'hide' : 'show'} evidence ({evidence.length})
        </Text>
      </UnstyledButton>
      <Collapse expanded={open}>
        <Stack gap={4}>
          {evidence.map((item) => (
            <EvidenceItem key={item.id} item={item} />
          ))}
        </Stack>
      </Collapse>
    </Stack>
  );
}

function EvidenceItem({ item }: { item: Evidence }) {
  return (
    <div>
      <Text size="xs" style={{ overflowWrap: 'anywhere' }}>
        <b>{item.tool}</b> {item.summary}{' '}
        <Text span c="dimmed" inherit>
          {clock(item.at)}
        </Text>{' '}
        {item.link && <Anchor href={item.link}>open</Anchor>}
      </Text>
      {item.chart && <EvidenceChart chart={item.chart} />}
    </div>
  );
}

function EvidenceChart({ chart }: { chart: NonNullable<Evidence['chart']> }) {
  const times = useMemo(() => chart.points.map(([time]) => time / 1000), [chart]);
  const lines = useMemo(() => [{ label: chart.title, color: '#1098ad', values: chart.points.map(([, value]) => value) }], [chart]);
  return <Chart times={times} lines={lines} format={short} height={90} description={chart.title} />;
}
