import { Text, TextInput } from '@mantine/core';
import type { ModelVersion } from '@cloudops/contracts';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { api } from './api.ts';
import { rollBackText, scoredBy } from './detector-text.ts';
import { FormDialog } from './form-dialog.tsx';

interface RollBackDialogProps {
  entity: string;
  /** Version that is to score it; 0 is the linear baseline. */
  to: number;
  inUse: ModelVersion | undefined;
  onClose: () => void;
}

/** Asks once more, and why: whoever wonders later reads it in the audit. */
export function RollBackDialog({ entity, to, inUse, onClose }: RollBackDialogProps) {
  const queries = useQueryClient();
  const [reason, setReason] = useState('');
  const rollBack = useMutation({
    mutationFn: () => api.rollBack({ entity, version: to, reason }),
    onSuccess: async () => {
      await Promise.all(['models', 'detectors'].map((key) => queries.invalidateQueries({ queryKey: [key] })));
      onClose();
    },
  });
  return (
    <FormDialog
      title={`Score by ${scoredBy(to)}?`}
      verb="Use it"
      ready
      pending={rollBack.isPending}
      error={rollBack.error}
      onSubmit={() => rollBack.mutate()}
      onClose={onClose}
    >
      <Text size="sm" style={{ overflowWrap: 'anywhere' }}>
        {rollBackText(entity, to, inUse)}
      </Text>
      <TextInput label="Why" value={reason} onChange={(event) => setReason(event.currentTarget.value)} maxLength={1000} data-autofocus />
    </FormDialog>
  );
}
