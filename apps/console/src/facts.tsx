import { Table } from '@mantine/core';
import type { ReactNode } from 'react';

export type Fact = [name: string, content: ReactNode];

interface FactsProps {
  /** What they are about. */
  label: string;
  facts: Fact[];
  size: 'xs' | 'sm';
}

const NAME_WIDTH = { xs: 96, sm: 120 } as const;

/** What is known of one thing, a line each. */
export function Facts({ label, facts, size }: FactsProps) {
  return (
    <Table verticalSpacing={2} fz={size} withRowBorders={false} aria-label={label}>
      <Table.Tbody>
        {facts.map(([name, content]) => (
          <Table.Tr key={name}>
            <Table.Th w={NAME_WIDTH[size]} c="dimmed" fw={500} style={{ verticalAlign: 'top' }}>
              {name}
            </Table.Th>
            <Table.Td style={{ overflowWrap: 'anywhere' }}>{content}</Table.Td>
          </Table.Tr>
        ))}
      </Table.Tbody>
    </Table>
  );
}
