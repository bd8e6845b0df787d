import { Alert, Group, Paper, Skeleton, Text, Title } from '@mantine/core';
import type { ReactNode } from 'react';

export interface SectionProps {
  title: string;
  aside?: ReactNode;
  loading?: boolean;
  error?: Error | null;
  /** Shown instead of the children when there is nothing yet; says what would make something appear. */
  empty?: string | false;
  children: ReactNode;
}

/** A titled card with its loading, failed and empty states. */
export function Section({ title, aside, loading, error, empty, children }: SectionProps) {
  return (
    <Paper withBorder p="md" component="section" aria-label={title}>
      <Group justify="space-between" mb="sm">
        <Title order={2} size="h5">
          {title}
        </Title>
        {aside}
      </Group>
      {error ? (
        <Alert color="red" role="alert">
          {error.message}
        </Alert>
      ) : loading ? (
        <Skeleton height={60} />
      ) : empty ? (
        <Text size="sm" c="dimmed">
          {empty}
        </Text>
      ) : (
        children
      )}
    </Paper>
  );
}
