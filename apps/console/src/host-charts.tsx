import { Group, RingProgress, SimpleGrid, Stack, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { api } from './api.ts';
import { Chart, type ChartLine } from './chart.tsx';
import { short } from './format.ts';
import { HOST_SELECTOR, hostLines } from './host-series.ts';
import { Section } from './section.tsx';

const WINDOW_MS = 15 * 60_000;
const PERCENT_RANGE: [number, number] = [0, 100];
const asPercent = (value: number): string => `${Math.round(value)}%`;
const asBytes = (value: number): string => `${short(value)}B/s`;

/** CPU, memory, network and load of this host, live. */
export function HostCharts() {
  const status = useQuery({ queryKey: ['status'], queryFn: api.status });
  const samples = useQuery({ queryKey: ['host'], queryFn: () => api.samples(HOST_SELECTOR, Date.now() - WINDOW_MS, Date.now()) });
  const lines = useMemo(() => hostLines(samples.data ?? []), [samples.data]);
  const host = status.data?.host;
  return (
    <Section
      title="This host"
      loading={samples.isPending}
      error={samples.error}
      empty={lines.times.length < 2 && 'The first measurements arrive within ten seconds of the start.'}
      aside={
        <Group gap="xs">
          <Ring name="CPU" percent={host?.cpuPercent} />
          <Ring name="Memory" percent={host?.memoryPercent} />
          <Ring name="Disk" percent={host?.diskPercent} />
        </Group>
      }
    >
      <SimpleGrid cols={{ base: 1, sm: 2 }}>
        <Titled title="CPU busy">
          <HostChart times={lines.times} values={lines.cpuPercent} label="CPU busy" percent />
        </Titled>
        <Titled title="Memory used">
          <HostChart times={lines.times} values={lines.memoryPercent} label="memory used" percent />
        </Titled>
        <Titled title="Network in / out">
          <NetworkChart times={lines.times} receive={lines.receiveBytes} transmit={lines.transmitBytes} />
        </Titled>
        <Titled title="Load (1 min)">
          <HostChart times={lines.times} values={lines.load1} label="load average" />
        </Titled>
      </SimpleGrid>
    </Section>
  );
}

function HostChart({
  times,
  values,
  label,
  percent = false,
}: {
  times: number[];
  values: (number | null)[];
  label: string;
  percent?: boolean;
}) {
  const lines = useMemo<ChartLine[]>(() => [{ label, color: '#1098ad', values }], [label, values]);
  return (
    <Chart
      times={times}
      lines={lines}
      format={percent ? asPercent : short}
      {...(percent && { range: PERCENT_RANGE })}
      description={`${label} over the last 15 minutes`}
    />
  );
}

function NetworkChart({ times, receive, transmit }: { times: number[]; receive: (number | null)[]; transmit: (number | null)[] }) {
  const lines = useMemo<ChartLine[]>(
    () => [
      { label: 'in', color: '#1098ad', values: receive },
      { label: 'out', color: '#f76707', values: transmit },
    ],
    [receive, transmit],
  );
  return <Chart times={times} lines={lines} format={asBytes} description="Network bytes per second over the last 15 minutes" />;
}

function Titled({ title, children }: { title: string; children: React.ReactNode }) {
  return (
    <Stack gap={2}>
      <Text size="sm" fw={500}>
        {title}
      </Text>
      {children}
    </Stack>
  );
}

const WARN_PERCENT = 85;

function Ring({ name, percent }: { name: string; percent: number | null | undefined }) {
  const known = percent !== null && percent !== undefined;
  return (
    <Group gap={4} wrap="nowrap">
      <RingProgress
        size={34}
        thickness={4}
        aria-hidden
        sections={[{ value: known ? percent : 0, color: known && percent > WARN_PERCENT ? 'red' : 'cyan' }]}
      />
      <Text size="xs">
        {name} <b>{known ? asPercent(percent) : '–'}</b>
      </Text>
    </Group>
  );
}
