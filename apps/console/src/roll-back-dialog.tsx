import { Alert, Button, Group, Modal, Stack, Text, TextInput } from '@mantine/core';
import type { ModelVersion } from '@cloudops/contracts';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { api } from './api.ts';
import { rollBackText, scoredBy } from './detector-text.ts';

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
    <Modal opened onClose={onClose} title={`Score by ${scoredBy(to)}?`} centered>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          rollBack.mutate();
        }}
      >
        <Stack gap="sm">
          <Text size="sm" style={{ overflowWrap: 'anywhere' }}>
            {rollBackText(entity, to, inUse)}
          </Text>
          <TextInput
            label="Why"
            value={reason}
            onChange={(event) => setReason(event.currentTarget.value)}
            maxLength={1000}
            data-autofocus
          />
          {rollBack.error && (
            <Alert color="red" role="alert">
              {rollBack.error.message}
            </Alert>
          )}
          <Group justify="flex-end">
            <Button variant="default" onClick={onClose}>
              Cancel
            </Button>
            <Button type="submit" loading={rollBack.isPending}>
              Use it
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}
