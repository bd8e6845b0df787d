import { Button, Center, Code, Paper, PasswordInput, Stack, Text, Title } from '@mantine/core';
import { useState } from 'react';
import { ApiError } from './api.ts';

/** Asks for an API key and tries it before it is kept (in this tab only). */
export function KeyGate({ onKey }: { onKey: (key: string) => void }) {
  const [key, setKey] = useState('');
  const [fault, setFault] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);

  const tryKey = async (): Promise<void> => {
    setBusy(true);
    try {
      const response = await fetch('/status', { headers: { authorization: `Bearer ${key.trim()}` } });
      if (response.ok) return onKey(key.trim());
      const problem = (await response.json().catch(() => undefined)) as ApiError['problem'];
      setFault(new ApiError(response.status, problem).message);
    } catch {
      setFault('The gateway cannot be reached.');
    } finally {
      setBusy(false);
    }
  };

  return (
    <Center mih="100vh" p="md">
      <Paper withBorder p="xl" w={440} maw="100%" component="main">
        <form
          onSubmit={(event) => {
            event.preventDefault();
            void tryKey();
          }}
        >
          <Stack>
            <Title order={1} size="h3">
              Smart CloudOps AI
            </Title>
            <Text size="sm" c="dimmed">
              Paste the admin key. <Code>npm start</Code> printed where it lies, as <Code>admin key: PATH</Code>.
            </Text>
            <PasswordInput
              label="API key"
              value={key}
              onChange={(event) => setKey(event.currentTarget.value)}
              error={fault}
              autoComplete="off"
              data-autofocus
              autoFocus
            />
            <Button type="submit" loading={busy} disabled={key.trim() === ''}>
              Open the console
            </Button>
          </Stack>
        </form>
      </Paper>
    </Center>
  );
}
