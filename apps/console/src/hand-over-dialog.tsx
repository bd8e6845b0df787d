import { TextInput } from '@mantine/core';
import type { Incident } from '@cloudops/contracts';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { api } from './api.ts';
import { IncidentDialog } from './incident-dialog.tsx';

/** To the next shift: who gets it has not acknowledged it yet, and reads in the timeline what they must know. */
export function HandOverDialog({ incident, onClose }: { incident: Incident; onClose: () => void }) {
  const queries = useQueryClient();
  const [to, setTo] = useState('');
  const [note, setNote] = useState('');
  const handOver = useMutation({
    mutationFn: () => api.act(incident, { type: 'hand-over', to: to.trim(), note: note.trim() }),
    onSuccess: onClose,
    onSettled: () => queries.invalidateQueries({ queryKey: ['incident'] }),
  });
  return (
    <IncidentDialog
      title="Hand over"
      verb="Hand over"
      wordsLabel="What must they know?"
      words={note}
      onWords={setNote}
      ready={to.trim() !== ''}
      pending={handOver.isPending}
      error={handOver.error}
      onSubmit={() => handOver.mutate()}
      onClose={onClose}
    >
      <TextInput
        label="To"
        description="A person or a team"
        required
        data-autofocus
        value={to}
        onChange={(event) => setTo(event.currentTarget.value)}
      />
    </IncidentDialog>
  );
}
