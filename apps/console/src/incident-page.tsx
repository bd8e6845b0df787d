import { Anchor, Badge, Grid, Group, List, Stack, Text, Timeline, Title } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { AlertList } from './alert-list.tsx';
import { AnomalyChart } from './anomaly-chart.tsx';
import { api } from './api.ts';
import { ChatPanel } from './chat-panel.tsx';
import { ago, clock, localTimes, SEVERITY_COLORS } from './format.ts';
import { IncidentActions } from './incident-actions.tsx';
import { LinkedIncidents } from './linked-incidents.tsx';
import { RemediationList } from './remediation-list.tsx';
import { incidentLink } from './route.ts';
import { Section } from './section.tsx';

const CHARTS = 4;
const GONE = 'It is in the incident that goes on.';

/** One incident: why it is one, ranked causes with their charts, what was done, and its timeline. */
export function IncidentPage({ id }: { id: string }) {
  const { data, isPending, error } = useQuery({ queryKey: ['incident', id], queryFn: () => api.incident(id) });
  if (isPending || error || !data) {
    return (
      <Section title="Incident" loading={isPending} error={error}>
        {null}
      </Section>
    );
  }
  const { incident, timeline } = data;
  return (
    <Stack>
      <Stack gap={4}>
        <Anchor href="#/" size="sm">
          ← Now
        </Anchor>
        <Group gap="sm">
          <Badge size="lg" color={incident.state === 'open' ? SEVERITY_COLORS[incident.severity] : 'gray'}>
            {incident.state === 'open' ? incident.severity : incident.mergedInto ? 'merged' : 'resolved'}
          </Badge>
          <Title order={2} size="h3">
            {incident.title}
          </Title>
        </Group>
        <Text c="dimmed" size="sm">
          {incident.reason}. Began {clock(incident.onsetAt)} ({ago(incident.onsetAt)})
          {incident.resolvedAt && `, ${incident.mergedInto ? 'merged' : 'resolved'} ${clock(incident.resolvedAt)}`}.
          {incident.splitFrom && <Elsewhere id={incident.splitFrom}>It was split off this incident</Elsewhere>}
          {incident.mergedInto && <Elsewhere id={incident.mergedInto}>It goes on in this incident</Elsewhere>}
        </Text>
      </Stack>
      <IncidentActions incident={incident} />
      <Grid gap="md">
        <Grid.Col span={{ base: 12, md: 8 }}>
          <Stack>
            <Section title="Likely causes" empty={incident.causes.length === 0 && (incident.mergedInto ? GONE : 'No cause ranked yet.')}>
              <List type="ordered" size="sm">
                {incident.causes.map((cause) => (
                  <List.Item key={cause.anomalyId}>
                    <b>{cause.metric}</b> on {cause.entity.id}: {cause.reason}
                  </List.Item>
                ))}
              </List>
            </Section>
            {incident.related.length > 0 && <LinkedIncidents incident={incident} />}
            {incident.alerts.length > 0 && <AlertList alerts={incident.alerts} />}
            <Section
              title="What left its band"
              empty={incident.anomalies.length === 0 && (incident.mergedInto ? GONE : 'No metric has left its band.')}
            >
              {incident.anomalies.slice(0, CHARTS).map((anomaly) => (
                <AnomalyChart key={anomaly.id} anomaly={anomaly} />
              ))}
            </Section>
            <RemediationList incidentId={incident.id} />
          </Stack>
        </Grid.Col>
        <Grid.Col span={{ base: 12, md: 4 }}>
          <Stack>
            <Section title="Timeline">
              <Timeline bulletSize={14} lineWidth={2} active={timeline.length}>
                {timeline.map((entry) => (
                  <Timeline.Item key={entry.id} title={<Text size="sm">{localTimes(entry.text)}</Text>}>
                    <Text size="xs" c="dimmed">
                      {clock(entry.at)}
                    </Text>
                  </Timeline.Item>
                ))}
              </Timeline>
            </Section>
            <ChatPanel suggestion={`what happened to ${incident.entity.id} and what did you do about it?`} />
          </Stack>
        </Grid.Col>
      </Grid>
    </Stack>
  );
}

function Elsewhere({ id, children }: { id: string; children: string }) {
  return (
    <>
      {' '}
      <Anchor href={incidentLink(id)} size="sm">
        {children}
      </Anchor>
      .
    </>
  );
}
