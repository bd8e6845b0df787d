import { Anchor, Badge, Group, Stack, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { api } from './api.ts';
import { ago, SEVERITY_COLORS } from './format.ts';
import { incidentLink } from './route.ts';
import { Section } from './section.tsx';

/** Open incidents first, then the latest resolved ones. */
export function IncidentList() {
  const { data, isPending, error } = useQuery({ queryKey: ['incidents'], queryFn: api.incidents });
  const incidents = [...(data?.incidents ?? [])].sort((a, b) => Number(b.state === 'open') - Number(a.state === 'open')).slice(0, 10);
  const open = incidents.filter((incident) => incident.state === 'open').length;
  return (
    <Section
      title="Incidents"
      loading={isPending}
      error={error}
      aside={<Badge color={open > 0 ? 'red' : 'teal'}>{open > 0 ? `${open} open` : 'none open'}</Badge>}
      empty={incidents.length === 0 && 'Nothing is wrong. To watch one from start to end, run: npm run drill -- --fault cpu'}
    >
      <Stack gap="xs">
        {incidents.map((incident) => (
          <Group key={incident.id} justify="space-between" wrap="nowrap">
            <Group gap="xs" wrap="nowrap" miw={0}>
              <Badge
                color={incident.state === 'open' ? SEVERITY_COLORS[incident.severity] : 'gray'}
                variant={incident.state === 'open' ? 'filled' : 'light'}
                miw={84}
              >
                {incident.state === 'open' ? incident.severity : 'resolved'}
              </Badge>
              <Anchor href={incidentLink(incident.id)} size="sm" truncate>
                {incident.title}
              </Anchor>
            </Group>
            <Text size="xs" c="dimmed" style={{ whiteSpace: 'nowrap' }}>
              {ago(incident.openedAt)}
            </Text>
          </Group>
        ))}
      </Stack>
    </Section>
  );
}
