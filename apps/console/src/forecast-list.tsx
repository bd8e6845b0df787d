import { Badge, Group, Stack, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { api } from './api.ts';
import { SEVERITY_COLORS } from './format.ts';
import { Section } from './section.tsx';

const RENEWED_MS = 60_000;
const SHOWN = 6;
const NOTHING = 'No disk, memory, descriptors or certificate will be used up within 30 days, as far as trends tell.';
const TOO_EARLY = 'Disks, memory, descriptors and certificates are followed; a trend takes at least half an hour of samples.';

/** What will be used up, soonest first. */
export function ForecastList() {
  const { data, isPending, error } = useQuery({ queryKey: ['forecasts'], queryFn: api.forecasts, refetchInterval: RENEWED_MS });
  const forecasts = data?.forecasts.slice(0, SHOWN) ?? [];
  return (
    <Section
      title="Running out"
      loading={isPending}
      error={error}
      aside={
        data && (
          <Text size="xs" c="dimmed">
            {data.watched} quantities watched{data.learning > 0 && `, ${data.learning} not long enough to tell`}
          </Text>
        )
      }
      empty={forecasts.length === 0 && (data && data.watched > data.learning ? NOTHING : TOO_EARLY)}
    >
      <Stack gap="xs">
        {forecasts.map((forecast) => (
          <Group key={forecast.id} gap="xs" wrap="nowrap" align="flex-start">
            <Badge color={SEVERITY_COLORS[forecast.severity]} variant="light" miw={84}>
              {forecast.severity}
            </Badge>
            <Text size="sm" style={{ overflowWrap: 'anywhere' }}>
              {forecast.reason}
            </Text>
          </Group>
        ))}
      </Stack>
    </Section>
  );
}
