import { Stack } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { api } from './api.ts';
import { RemediationCard } from './remediation-card.tsx';
import { Section } from './section.tsx';

const SHOWN = 4;

/** What the system does or proposes; those that wait for a person come first. */
export function RemediationList({ incidentId }: { incidentId?: string }) {
  const { data, isPending, error } = useQuery({
    queryKey: ['remediations', incidentId ?? 'all'],
    queryFn: () => api.remediations(incidentId),
  });
  const waiting = (state: string): number => (state === 'checked' ? 1 : 0);
  const remediations = [...(data?.remediations ?? [])].sort((a, b) => waiting(b.state) - waiting(a.state)).slice(0, SHOWN);
  return (
    <Section
      title="Remediations"
      loading={isPending}
      error={error}
      empty={remediations.length === 0 && 'Nothing was proposed. Runbooks match incidents on things that the inventory names.'}
    >
      <Stack gap="sm">
        {remediations.map((remediation) => (
          <RemediationCard key={remediation.id} remediation={remediation} />
        ))}
      </Stack>
    </Section>
  );
}
