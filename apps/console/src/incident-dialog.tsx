import { Textarea } from '@mantine/core';
import { FormDialog, type FormDialogProps } from './form-dialog.tsx';

export interface IncidentDialogProps extends FormDialogProps {
  /** What the words are for; they end in the timeline. */
  wordsLabel: string;
  words: string;
  onWords: (words: string) => void;
}

/** A question about an incident that wants an answer in words. */
export function IncidentDialog({ wordsLabel, words, onWords, ready, children, ...form }: IncidentDialogProps) {
  return (
    <FormDialog {...form} ready={ready && words.trim() !== ''}>
      {children}
      <Textarea label={wordsLabel} required autosize minRows={2} value={words} onChange={(event) => onWords(event.currentTarget.value)} />
    </FormDialog>
  );
}
