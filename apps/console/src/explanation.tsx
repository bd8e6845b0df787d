import { Anchor, Code, Group, Stack, Table, Text } from '@mantine/core';
import type { Anomaly, AnomalyExplanation } from '@cloudops/contracts';
import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { api } from './api.ts';
import { ago, clock, localTimes, short } from './format.ts';
import { anomalyLink, incidentLink } from './route.ts';

const RENEWED_MS = 30_000;

/** Why an anomaly was told, how rare it is, what was like it, and where to look. */
export function Explanation({ anomaly }: { anomaly: Anomaly }) {
  const { data, error } = useQuery({
    queryKey: ['explanation', anomaly.id],
    queryFn: () => api.explanation(anomaly.id),
    refetchInterval: anomaly.clearedAt === null ? RENEWED_MS : false,
  });
  if (error) {
    return (
      <Text size="xs" c="red">
        {error.message}
      </Text>
    );
  }
  if (!data) return null;
  const rows = rowsOf(data);
  return (
    <Table verticalSpacing={2} fz="xs" withRowBorders={false} aria-label={`Why ${anomaly.series.name} is anomalous`}>
      <Table.Tbody>
        {rows.map(([name, content]) => (
          <Table.Tr key={name}>
            <Table.Th w={96} c="dimmed" fw={500} style={{ verticalAlign: 'top' }}>
              {name}
            </Table.Th>
            <Table.Td style={{ overflowWrap: 'anywhere' }}>{content}</Table.Td>
          </Table.Tr>
        ))}
      </Table.Tbody>
    </Table>
  );
}

function rowsOf({ anomaly, rarity, samples, similar, links }: AnomalyExplanation): [name: string, content: ReactNode][] {
  const { value, band } = anomaly;
  return [
    ['Expected', `${short(band.yhat_lower)} to ${short(band.yhat_upper)}; came ${short(value)} since ${clock(anomaly.onsetAt)}`],
    ['How rare', rarity.text],
    ...(anomaly.severityReason === '' ? [] : [['Severity', anomaly.severityReason] as [string, ReactNode]]),
    ...(anomaly.carriedBy.length < 2 ? [] : [['Carried by', <Parts key="parts" parts={anomaly.carriedBy} />] as [string, ReactNode]]),
    ...(samples.state === 'arriving' ? [] : [['Samples', localTimes(samples.text)] as [string, ReactNode]]),
    ['Before', similar.length === 0 ? 'nothing like it is known' : <Similar key="similar" similar={similar} />],
    ['Look', <Links key="links" links={links} anomaly={anomaly} />],
  ];
}

const Parts = ({ parts }: { parts: Anomaly['carriedBy'] }) => (
  <>{parts.map(({ what, share }) => `${what} (${Math.round(100 * share)} %)`).join('; ')}</>
);

const Similar = ({ similar }: { similar: AnomalyExplanation['similar'] }) => (
  <Stack gap={0}>
    {similar.map(({ id, onsetAt, text, incidentId }) => (
      <Text key={id} size="xs">
        <Anchor href={anomalyLink(id)} size="xs">
          {ago(onsetAt)}
        </Anchor>{' '}
        {text}
        {incidentId !== null && (
          <>
            {', '}
            <Anchor href={incidentLink(incidentId)} size="xs">
              its incident
            </Anchor>
          </>
        )}
      </Text>
    ))}
  </Stack>
);

const Links = ({ links, anomaly }: { links: AnomalyExplanation['links']; anomaly: Anomaly }) => (
  <Group gap="xs">
    <Code>{links.query}</Code>
    <Anchor href={anomalyLink(anomaly.id)} size="xs">
      Link to this anomaly
    </Anchor>
    {links.grafana !== null && (
      <Anchor href={links.grafana} size="xs" target="_blank" rel="noreferrer">
        Grafana
      </Anchor>
    )}
  </Group>
);
