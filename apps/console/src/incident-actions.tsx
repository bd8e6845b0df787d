import { Alert, Badge, Button, Group, Menu, Stack, Text, TextInput } from '@mantine/core';
import type { Incident, IncidentAction } from '@cloudops/contracts';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { api } from './api.ts';
import { localTimes } from './format.ts';
import { IncidentShapeButtons } from './incident-shape-buttons.tsx';

const SNOOZES = [
  ['30 minutes', 30],
  ['2 hours', 120],
  ['until tomorrow', 24 * 60],
] as const;

/** What people do about an incident: say that they know, give it to somebody, hear no more of it for a while, write down what they found. */
export function IncidentActions({ incident }: { incident: Incident }) {
  const queries = useQueryClient();
  const act = useMutation({
    mutationFn: (action: IncidentAction) => api.act(incident, action),
    onSettled: () => queries.invalidateQueries({ queryKey: ['incident'] }),
  });
  const open = incident.state === 'open';
  const snooze = (minutes: number): void => act.mutate({ type: 'snooze', until: new Date(Date.now() + minutes * 60_000).toISOString() });
  return (
    <Stack gap="xs" component="section" aria-label="What people do">
      {open && (
        <Group gap="xs">
          {incident.acknowledged ? (
            <Badge color="teal" variant="light" size="lg" tt="none">
              acknowledged by {incident.acknowledged.by}
            </Badge>
          ) : (
            <Button size="xs" onClick={() => act.mutate({ type: 'acknowledge' })} loading={act.isPending}>
              Acknowledge
            </Button>
          )}
          <Menu>
            <Menu.Target>
              <Button size="xs" variant="default">
                {incident.snoozedUntil ? `Snoozed until ${localTimes(incident.snoozedUntil)}` : 'Snooze'}
              </Button>
            </Menu.Target>
            <Menu.Dropdown>
              {SNOOZES.map(([label, minutes]) => (
                <Menu.Item key={label} onClick={() => snooze(minutes)}>
                  {label}
                </Menu.Item>
              ))}
              {incident.snoozedUntil && <Menu.Item onClick={() => act.mutate({ type: 'snooze', until: null })}>end the snooze</Menu.Item>}
            </Menu.Dropdown>
          </Menu>
          <IncidentShapeButtons key={incident.id} incident={incident} />
          <Text size="sm" c="dimmed">
            {incident.assignee ? `in the hands of ${incident.assignee}` : 'in nobody’s hands'}
          </Text>
        </Group>
      )}
      <Group gap="xs" align="flex-end">
        {open && <OneLine label="Assign to" send={(to) => act.mutate({ type: 'assign', to })} />}
        <OneLine label="Comment" send={(text) => act.mutate({ type: 'comment', text })} wide />
      </Group>
      {act.error && (
        <Alert color="red" role="alert">
          {act.error.message}
        </Alert>
      )}
    </Stack>
  );
}

/** A field that is sent with Enter or its button. */
function OneLine({ label, send, wide = false }: { label: string; send: (text: string) => void; wide?: boolean }) {
  const [text, setText] = useState('');
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    if (text.trim() === '') return;
    send(text.trim());
    setText('');
  };
  return (
    <form onSubmit={submit} style={{ flex: wide ? '1 1 300px' : '0 1 260px' }}>
      <Group gap={4} wrap="nowrap" align="flex-end">
        <TextInput flex={1} size="xs" label={label} value={text} onChange={(event) => setText(event.currentTarget.value)} />
        <Button size="xs" type="submit" variant="default" disabled={text.trim() === ''} aria-label={`${label}: send`}>
          {wide ? 'Send' : 'Assign'}
        </Button>
      </Group>
    </form>
  );
}
