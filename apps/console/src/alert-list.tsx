import type { IncidentAlert } from '@cloudops/contracts';
import { Stack, Text } from '@mantine/core';
import { Section } from './section.tsx';
import { clock } from './format.ts';

/** Alerts and conditions of an incident; their annotations are somebody else's text and shown as nothing but text. */
export function AlertList({ alerts }: { alerts: readonly IncidentAlert[] }) {
  return (
    <Section title="Alerts">
      {alerts.map((alert) => (
        <Stack key={alert.fingerprint} gap={0}>
          <Text size="sm">
            <b>{alert.name}</b> ({alert.severity}, {alert.state}) since {clock(alert.startsAt)}
            {alert.firings > 1 && `, fired ${alert.firings} times`}
          </Text>
          {Object.entries(alert.annotations).map(([name, text]) => (
            <Text key={name} size="xs" c="dimmed">
              {name}: {text}
            </Text>
          ))}
        </Stack>
      ))}
    </Section>
  );
}
