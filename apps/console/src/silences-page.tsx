import { Alert, Anchor, Badge, Button, Group, Stack, Table, Text } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { api, type KnownSilence } from './api.ts';
import { Section } from './section.tsx';
import { SilenceForm } from './silence-form.tsx';
import { selectorText, weeklyText } from './silence-text.ts';

const COLORS = { active: 'orange', pending: 'blue', expired: 'gray' } as const;

/** Silences and maintenance windows: what nobody wants to hear of, and what that hides. */
export function SilencesPage() {
  const queries = useQueryClient();
  const { data, isPending, error } = useQuery({ queryKey: ['silences'], queryFn: api.silences });
  const expire = useMutation({
    mutationFn: api.expireSilence,
    onSettled: () => queries.invalidateQueries({ queryKey: ['silences'] }),
  });
  const silences = data?.silences ?? [];
  return (
    <Stack>
      <Anchor href="#/" size="sm">
        ← Now
      </Anchor>
      <SilenceForm />
      <Section
        title="Silences"
        loading={isPending}
        error={error}
        empty={
          silences.length === 0 && 'Nothing is silenced. While a silence holds, anomalies that match it are recorded, but open no incident.'
        }
      >
        <Table.ScrollContainer minWidth={640}>
          <Table aria-label="Silences">
            <Table.Thead>
              <Table.Tr>
                {['State', 'What', 'When', 'Who and why', ''].map((title) => (
                  <Table.Th key={title}>{title}</Table.Th>
                ))}
              </Table.Tr>
            </Table.Thead>
            <Table.Tbody>
              {silences.map((silence) => (
                <Row key={silence.id} silence={silence} onExpire={() => expire.mutate(silence.id)} />
              ))}
            </Table.Tbody>
          </Table>
        </Table.ScrollContainer>
        {expire.error && (
          <Alert color="red" role="alert">
            {expire.error.message}
          </Alert>
        )}
      </Section>
    </Stack>
  );
}

function Row({ silence, onExpire }: { silence: KnownSilence; onExpire: () => void }) {
  const when = (instant: string): string => new Date(instant).toLocaleString('en-GB');
  return (
    <Table.Tr>
      <Table.Td>
        <Badge color={COLORS[silence.state]}>{silence.state}</Badge>
      </Table.Td>
      <Table.Td style={{ overflowWrap: 'anywhere' }}>{selectorText(silence.matchers)}</Table.Td>
      <Table.Td>
        {silence.weekly ? `${weeklyText(silence.weekly)}, ` : ''}
        {silence.endsAt ? `until ${when(silence.endsAt)}` : 'until it is ended'}
      </Table.Td>
      <Table.Td>
        <Text size="sm">
          {silence.createdBy}: {silence.comment}
        </Text>
        {silence.expiredBy && (
          <Text size="xs" c="dimmed">
            ended by {silence.expiredBy}
          </Text>
        )}
      </Table.Td>
      <Table.Td>
        {silence.state !== 'expired' && (
          <Group justify="flex-end">
            <Button size="compact-xs" variant="default" onClick={onExpire} aria-label={`End the silence of ${silence.comment}`}>
              End now
            </Button>
          </Group>
        )}
      </Table.Td>
    </Table.Tr>
  );
}
