import { Checkbox, Stack, Text } from '@mantine/core';
import type { Incident } from '@cloudops/contracts';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { api } from './api.ts';
import { clock } from './format.ts';
import { IncidentDialog } from './incident-dialog.tsx';

/** Two troubles in one incident: what is chosen leaves it for an incident of its own. */
export function SplitDialog({
  incident,
  onClose,
  onSplit,
}: {
  incident: Incident;
  onClose: () => void;
  onSplit: (opened: Incident) => void;
}) {
  const queries = useQueryClient();
  const [leaving, setLeaving] = useState<string[]>([]);
  const [reason, setReason] = useState('');
  const { anomalies, alerts } = incident;
  const split = useMutation({
    mutationFn: () =>
      api.splitIncident(incident, {
        anomalies: anomalies.filter((a) => leaving.includes(a.id)).map((a) => a.id),
        alerts: alerts.filter((a) => leaving.includes(a.fingerprint)).map((a) => a.fingerprint),
        reason: reason.trim(),
      }),
    onSuccess: ({ split: opened }) => {
      onSplit(opened);
      onClose();
    },
    onSettled: () => Promise.all(['incidents', 'incident'].map((key) => queries.invalidateQueries({ queryKey: [key] }))),
  });
  const parts = [
    ...anomalies.map((a) => ({
      key: a.id,
      label: `${a.series.name} of ${a.entity.id}`,
      description: about(a.severity, a.onsetAt, a.clearedAt),
    })),
    ...alerts.map((a) => ({
      key: a.fingerprint,
      label: `alert ${a.name} of ${a.entity.id}`,
      description: about(a.severity, a.startsAt, a.endsAt),
    })),
  ];
  const all = leaving.length === parts.length;
  return (
    <IncidentDialog
      title="Split into two incidents"
      verb="Split"
      wordsLabel="Why are they two troubles?"
      words={reason}
      onWords={setReason}
      ready={leaving.length > 0 && !all}
      pending={split.isPending}
      error={split.error}
      onSubmit={() => split.mutate()}
      onClose={onClose}
    >
      <Checkbox.Group label="What leaves for an incident of its own" value={leaving} onChange={setLeaving}>
        <Stack gap="xs" mt="xs">
          {parts.map(({ key, label, description }) => (
            <Checkbox key={key} value={key} label={label} description={description} styles={{ label: { overflowWrap: 'anywhere' } }} />
          ))}
        </Stack>
      </Checkbox.Group>
      {all && (
        <Text size="sm" role="status">
          Something must stay.
        </Text>
      )}
    </IncidentDialog>
  );
}

const about = (severity: string, since: string, until: string | null): string =>
  `${severity}, since ${clock(since)}${until ? `, until ${clock(until)}` : ''}`;
