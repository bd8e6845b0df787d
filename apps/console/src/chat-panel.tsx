import { ActionIcon, Badge, Box, Button, Group, Loader, Paper, ScrollArea, Stack, Text, TextInput } from '@mantine/core';
import { IconSend } from '@tabler/icons-react';
import { useState } from 'react';
import { asMarkdown } from './as-markdown.ts';
import { EvidenceList } from './evidence-list.tsx';
import Markdown from 'react-markdown';
import { Section } from './section.tsx';
import { useConversation } from './use-conversation.ts';

const EXAMPLES = ['how is everything?', "what's the current cpu?", 'any current anomalies?', 'what happened and what did you do about it?'];

/** Ask in plain words; every answer comes with the evidence it rests on. Works without any model. */
export function ChatPanel({ suggestion }: { suggestion?: string }) {
  const { turns, busy, ask } = useConversation();
  const [draft, setDraft] = useState('');
  const send = (question: string): void => {
    if (question.trim() === '' || busy) return;
    setDraft('');
    void ask(question.trim());
  };
  return (
    <Section title="Ask">
      <Stack>
        <ScrollArea.Autosize mah="60vh" type="auto" aria-live="polite">
          <Stack gap="sm">
            {turns.length === 0 && (
              <Group gap="xs">
                {[...(suggestion ? [suggestion] : []), ...EXAMPLES].map((example) => (
                  <Button
                    key={example}
                    size="compact-sm"
                    variant="light"
                    onClick={() => send(example)}
                    styles={{ label: { whiteSpace: 'normal' } }}
                    h="auto"
                    py={4}
                  >
                    {example}
                  </Button>
                ))}
              </Group>
            )}
            {turns.map((turn) => (
              <Box key={turn.id}>
                <Text size="sm" fw={600}>
                  {turn.question}
                </Text>
                <Paper withBorder p="xs" mt={4}>
                  {turn.error ? (
                    <Text size="sm" c="red" role="alert">
                      {turn.error}
                    </Text>
                  ) : (
                    <Text size="sm" component="div" className="answer" style={{ overflowWrap: 'anywhere' }}>
                      <Markdown>{asMarkdown(turn.text)}</Markdown>
                    </Text>
                  )}
                  {!turn.done && !turn.error && <Loader size="xs" type="dots" />}
                  <EvidenceList evidence={turn.evidence} />
                  {turn.provider && (
                    <Badge size="xs" variant="default" mt={4} title={turn.providerReason}>
                      {turn.provider}
                    </Badge>
                  )}
                </Paper>
              </Box>
            ))}
          </Stack>
        </ScrollArea.Autosize>
        <form
          onSubmit={(event) => {
            event.preventDefault();
            send(draft);
          }}
        >
          <TextInput
            aria-label="Question"
            placeholder="Ask about this system"
            value={draft}
            onChange={(event) => setDraft(event.currentTarget.value)}
            rightSection={
              <ActionIcon type="submit" aria-label="Send" loading={busy} variant="subtle">
                <IconSend size={16} />
              </ActionIcon>
            }
          />
        </form>
      </Stack>
    </Section>
  );
}
