import { Alert } from '@mantine/core';
import { IconAlertTriangle } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { api } from './api.ts';
import { noticesOf } from './notices-of.ts';

/** What the services themselves want a person to look at, although they serve. */
export function Notices() {
  const { data } = useQuery({ queryKey: ['status'], queryFn: api.status });
  return noticesOf(data?.services ?? {}).map(({ service, check, message }) => (
    <Alert key={`${service} ${check}`} color="yellow" icon={<IconAlertTriangle />} mb="md" role="status" title={`${service}: ${check}`}>
      {message}
    </Alert>
  ));
}
