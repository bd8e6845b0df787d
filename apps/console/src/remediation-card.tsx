import { Alert, Badge, Button, Code, Group, Paper, Progress, Stack, Text } from '@mantine/core';
import type { Remediation } from '@cloudops/contracts';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { api } from './api.ts';
import { DryRunChanges } from './dry-run-changes.tsx';
import { ago, clock } from './format.ts';

const STATE_COLORS: Partial<Record<Remediation['state'], string>> = {
  proposed: 'gray',
  checked: 'yellow',
  approved: 'cyan',
  leased: 'cyan',
  'intent-committed': 'cyan',
  acting: 'cyan',
  verifying: 'blue',
  verified: 'teal',
  shadowing: 'violet',
  shadowed: 'violet',
  'rolling-back': 'orange',
  'rolled-back': 'orange',
  failed: 'red',
  unknown: 'red',
};
const NEEDED_SAMPLES = 5;

/** The exact call, why, who decided, and - where policy asks a person - the buttons. */
export function RemediationCard({ remediation }: { remediation: Remediation }) {
  const queries = useQueryClient();
  const decide = useMutation({
    mutationFn: (decision: 'approve' | 'refuse') => api.decide(remediation.id, decision, remediation.actionHash),
    onSettled: () => queries.invalidateQueries({ queryKey: ['remediations'] }),
  });
  return (
    <Paper withBorder p="sm" component="article" aria-label={`Remediation of ${remediation.target.id}`}>
      <Stack gap={6}>
        <Group justify="space-between">
          <Group gap="xs">
            <Badge color={STATE_COLORS[remediation.state] ?? 'gray'}>{remediation.state}</Badge>
            {remediation.escalated && <Badge color="red">needs a person</Badge>}
            <Text size="sm" fw={600}>
              {remediation.action.kind} {remediation.action.target}
            </Text>
          </Group>
          <Text size="xs" c="dimmed">
            {ago(remediation.proposedAt)}
          </Text>
        </Group>
        <Text size="sm">{remediation.reason}</Text>
        <Code block style={{ whiteSpace: 'pre-wrap', overflowWrap: 'anywhere' }}>
          {remediation.dryRun ? remediation.dryRun.calls.join('\n') : remediation.plan}
        </Code>
        {remediation.dryRun && <DryRunChanges dryRun={remediation.dryRun} />}
        <Text size="xs" c="dimmed">
          Policy rule <b>{remediation.policy.rule}</b>: {remediation.policy.reason}
        </Text>
        {(remediation.state === 'verifying' || remediation.state === 'shadowing') &&
          remediation.checks.map((check) => (
            <Group key={check.anomalyId} gap="xs">
              <Text size="xs">{check.metric}</Text>
              <Progress flex={1} value={(100 * check.inside) / NEEDED_SAMPLES} aria-label={`${check.inside} samples inside the band`} />
            </Group>
          ))}
        {remediation.state === 'checked' && (
          <Group>
            <Button size="xs" onClick={() => decide.mutate('approve')} loading={decide.isPending}>
              Approve
            </Button>
            <Button size="xs" variant="default" onClick={() => decide.mutate('refuse')} disabled={decide.isPending}>
              Refuse
            </Button>
            <Text size="xs" c="dimmed">
              expires {clock(remediation.expiresAt)}
            </Text>
          </Group>
        )}
        {decide.error && (
          <Alert color="red" role="alert">
            {decide.error.message}
          </Alert>
        )}
      </Stack>
    </Paper>
  );
}
