import { Anchor, Code, Group, Stack, Text } from '@mantine/core';
import type { Anomaly, AnomalyExplanation } from '@cloudops/contracts';
import { useQuery } from '@tanstack/react-query';
import { api } from './api.ts';
import { type Fact, Facts } from './facts.tsx';
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
  return <Facts label={`Why ${anomaly.series.name} is anomalous`} facts={factsOf(data)} size="xs" />;
}

function factsOf({ anomaly, rarity, samples, similar, links }: AnomalyExplanation): Fact[] {
  const { value, band } = anomaly;
  return [
    ['Expected', `${short(band.yhat_lower)} to ${short(band.yhat_upper)}; came ${short(value)} since ${clock(anomaly.onsetAt)}`],
    ['How rare', rarity.text],
    ...(anomaly.severityReason === '' ? [] : [['Severity', anomaly.severityReason] as Fact]),
    ...(anomaly.carriedBy.length < 2 ? [] : [['Carried by', <Parts key="parts" parts={anomaly.carriedBy} />] as Fact]),
    ...(samples.state === 'arriving' ? [] : [['Samples', localTimes(samples.text)] as Fact]),
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
