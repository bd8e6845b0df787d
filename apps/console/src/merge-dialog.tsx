import { NativeSelect, Text } from '@mantine/core';
import type { Incident } from '@cloudops/contracts';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { api } from './api.ts';
import { ago } from './format.ts';
import { IncidentDialog } from './incident-dialog.tsx';
import { incidentLink } from './route.ts';

/** One trouble that shows as two incidents: this one ends in another open one, those that are linked to it first. */
export function MergeDialog({ incident, onClose }: { incident: Incident; onClose: () => void }) {
  const queries = useQueryClient();
  const [into, setInto] = useState('');
  const [reason, setReason] = useState('');
  const open = useQuery({ queryKey: ['incidents', 'open'], queryFn: api.openIncidents });
  const isLinked = ({ id }: Incident): boolean => incident.related.some((r) => r.id === id);
  const others = (open.data?.incidents ?? [])
    .filter((i) => i.id !== incident.id && i.entity.environment === incident.entity.environment)
    .sort((a, b) => Number(isLinked(b)) - Number(isLinked(a)));
  const merge = useMutation({
    mutationFn: () => api.mergeIncident(incident, { into, reason: reason.trim() }),
    onSuccess: ({ incident: held }) => {
      onClose();
      window.location.hash = incidentLink(held.id);
    },
    onSettled: () => Promise.all(['incidents', 'incident'].map((key) => queries.invalidateQueries({ queryKey: [key] }))),
  });
  return (
    <IncidentDialog
      title="Merge into another incident"
      verb="Merge"
      wordsLabel="Why are they one trouble?"
      words={reason}
      onWords={setReason}
      ready={into !== ''}
      pending={merge.isPending}
      error={merge.error ?? open.error}
      onSubmit={() => merge.mutate()}
      onClose={onClose}
    >
      <Text size="sm">
        Everything of this incident moves there and this one ends. Who acknowledged that one, who has it and its snooze stay as they are.
      </Text>
      <NativeSelect
        label="Into"
        required
        data-autofocus
        value={into}
        onChange={(event) => setInto(event.currentTarget.value)}
        description={open.isSuccess && others.length === 0 ? 'There is no other open incident.' : undefined}
        data={[
          { value: '', label: 'choose an open incident' },
          ...others.map((i) => ({ value: i.id, label: `${i.title} (${i.severity}, ${ago(i.onsetAt)}${isLinked(i) ? ', linked' : ''})` })),
        ]}
      />
    </IncidentDialog>
  );
}
