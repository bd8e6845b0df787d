import { Badge, Group, Tooltip } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { api } from './api.ts';

/** One dot a service; the tooltip names it. */
export function ServiceHealth() {
  const { data } = useQuery({ queryKey: ['status'], queryFn: api.status });
  const services = Object.entries(data?.services ?? {});
  const down = services.filter(([, service]) => !service.ready).map(([name]) => name);
  if (services.length === 0) return null;
  return (
    <Tooltip label={services.map(([name, service]) => `${name}: ${service.ready ? 'ready' : 'not ready'}`).join(', ')} multiline>
      <Group gap={4} wrap="nowrap">
        <Badge color={down.length === 0 ? 'teal' : 'red'} variant="light" size="lg">
          {down.length === 0 ? `${services.length} services ready` : `down: ${down.join(', ')}`}
        </Badge>
      </Group>
    </Tooltip>
  );
}
