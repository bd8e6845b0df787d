import { Anchor, Badge, Group, Stack, Title } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { AnomalyChart } from './anomaly-chart.tsx';
import { api } from './api.ts';
import { SEVERITY_COLORS } from './format.ts';
import { Section } from './section.tsx';

/** One anomaly: its signal, and why it was told. */
export function AnomalyPage({ id }: { id: string }) {
  const { data, isPending, error } = useQuery({ queryKey: ['explanation', id], queryFn: () => api.explanation(id) });
  return (
    <Stack>
      <Anchor href="#/" size="sm">
        ← Now
      </Anchor>
      {data && (
        <Group gap="sm">
          <Badge size="lg" color={data.anomaly.clearedAt ? 'gray' : SEVERITY_COLORS[data.anomaly.severity]}>
            {data.anomaly.clearedAt ? 'cleared' : data.anomaly.severity}
          </Badge>
          <Title order={2} size="h3">
            {data.anomaly.series.name} of {data.anomaly.entity.id}
          </Title>
        </Group>
      )}
      <Section title="Anomaly" loading={isPending} error={error}>
        {data && <AnomalyChart anomaly={data.anomaly} />}
      </Section>
    </Stack>
  );
}
