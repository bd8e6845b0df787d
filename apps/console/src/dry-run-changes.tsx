import { Badge, Group, Stack, Text } from '@mantine/core';
import type { DryRun } from '@cloudops/contracts';

/** What would be different afterwards, and whether there is a way back. */
export function DryRunChanges({ dryRun }: { dryRun: DryRun }) {
  return (
    <Stack gap={2}>
      {dryRun.changes.map(({ what, from, to }) => (
        <Text size="xs" key={what}>
          {what}: <s>{from}</s> → <b>{to}</b>
        </Text>
      ))}
      <Group gap="xs">
        <Badge size="xs" variant="light" color={dryRun.reversible ? 'teal' : 'orange'}>
          {dryRun.reversible ? 'can be undone' : 'cannot be undone'}
        </Badge>
        {dryRun.rollback !== null && (
          <Text size="xs" c="dimmed">
            undo: {dryRun.rollback}
          </Text>
        )}
      </Group>
    </Stack>
  );
}
