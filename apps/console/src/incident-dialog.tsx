import { Alert, Button, Group, Modal, Stack, Textarea } from '@mantine/core';
import type { FormEvent, ReactNode } from 'react';

export interface IncidentDialogProps {
  title: string;
  /** What the button says that does it. */
  verb: string;
  /** What the words are for; they end in the timeline. */
  wordsLabel: string;
  words: string;
  onWords: (words: string) => void;
  /** Whether everything else is chosen. */
  ready: boolean;
  pending: boolean;
  error: Error | null;
  onSubmit: () => void;
  onClose: () => void;
  children: ReactNode;
}

/** A question about an incident that wants an answer in words; Escape takes it back, and the focus returns to where it was. */
export function IncidentDialog(props: IncidentDialogProps) {
  const { title, verb, wordsLabel, words, onWords, ready, pending, error, onSubmit, onClose, children } = props;
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    onSubmit();
  };
  return (
    <Modal opened onClose={onClose} title={title} closeButtonProps={{ 'aria-label': 'Close' }} transitionProps={{ duration: 0 }}>
      <form onSubmit={submit}>
        <Stack gap="sm">
          {children}
          <Textarea
            label={wordsLabel}
            required
            autosize
            minRows={2}
            value={words}
            onChange={(event) => onWords(event.currentTarget.value)}
          />
          {error && (
            <Alert color="red" role="alert">
              {error.message}
            </Alert>
          )}
          <Group justify="flex-end" gap="xs">
            <Button variant="default" onClick={onClose}>
              Cancel
            </Button>
            <Button type="submit" disabled={!ready || words.trim() === ''} loading={pending}>
              {verb}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}
