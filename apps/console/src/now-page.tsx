import { Grid, Stack } from '@mantine/core';
import { AnomalyList } from './anomaly-list.tsx';
import { ChatPanel } from './chat-panel.tsx';
import { ForecastList } from './forecast-list.tsx';
import { HostCharts } from './host-charts.tsx';
import { IncidentList } from './incident-list.tsx';
import { RemediationList } from './remediation-list.tsx';

/** Everything at a glance: the host, what is wrong, what is being done, and someone to ask. */
export function NowPage() {
  return (
    <Grid gap="md">
      <Grid.Col span={{ base: 12, md: 8 }}>
        <Stack>
          <HostCharts />
          <IncidentList />
          <RemediationList />
          <AnomalyList />
          <ForecastList />
        </Stack>
      </Grid.Col>
      <Grid.Col span={{ base: 12, md: 4 }}>
        <ChatPanel />
      </Grid.Col>
    </Grid>
  );
}
