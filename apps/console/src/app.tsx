import {
  ActionIcon,
  Alert,
  Anchor,
  AppShell,
  Badge,
  Box,
  Container,
  Group,
  Text,
  Title,
  Tooltip,
  useComputedColorScheme,
  useMantineColorScheme,
} from '@mantine/core';
import { IconKey, IconMoon, IconPlugConnectedX, IconSun } from '@tabler/icons-react';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { AnomalyPage } from './anomaly-page.tsx';
import { forgetKey, storedKey, storeKey } from './api.ts';
import { DetectorsPage } from './detectors-page.tsx';
import { EntityModelsPage } from './entity-models-page.tsx';
import { IncidentPage } from './incident-page.tsx';
import { KeyGate } from './key-gate.tsx';
import { Notices } from './notices.tsx';
import { NowPage } from './now-page.tsx';
import { DETECTORS_LINK, SILENCES_LINK, useRoute } from './route.ts';
import { SilencesPage } from './silences-page.tsx';
import { ServiceHealth } from './service-health.tsx';
import { useLive } from './use-live.ts';

export function App() {
  const [key, setKey] = useState(storedKey());
  const queries = useQueryClient();
  if (key === null) {
    return (
      <KeyGate
        onKey={(entered) => {
          storeKey(entered);
          setKey(entered);
        }}
      />
    );
  }
  return (
    <Console
      onSignOut={() => {
        forgetKey();
        queries.clear();
        setKey(null);
      }}
    />
  );
}

function Console({ onSignOut }: { onSignOut: () => void }) {
  const route = useRoute();
  const connected = useLive();
  return (
    <AppShell header={{ height: 56 }} padding="md">
      <a className="skip-link" href="#main">
        Skip to content
      </a>
      <AppShell.Header>
        <Group h="100%" px="md" justify="space-between" wrap="nowrap">
          <Group gap="sm" wrap="nowrap">
            <Title order={1} size="h4" textWrap="nowrap">
              <Text component="a" href="#/" inherit c="inherit" aria-label="Smart CloudOps AI">
                <Group gap="sm" wrap="nowrap">
                  <img src="/favicon.svg" alt="" width={28} height={28} />
                  <Text span inherit visibleFrom="sm">
                    Smart CloudOps AI
                  </Text>
                </Group>
              </Text>
            </Title>
            <Badge variant="dot" color={connected ? 'teal' : 'red'} visibleFrom="xs">
              {connected ? 'live' : 'offline'}
            </Badge>
          </Group>
          <Group gap="xs" wrap="nowrap">
            <Anchor href={DETECTORS_LINK} size="sm">
              Detectors
            </Anchor>
            <Anchor href={SILENCES_LINK} size="sm">
              Silences
            </Anchor>
            <Box visibleFrom="xs">
              <ServiceHealth />
            </Box>
            <ThemeToggle />
            <Tooltip label="Forget the key in this tab">
              <ActionIcon variant="default" size="lg" aria-label="Sign out" onClick={onSignOut}>
                <IconKey size={18} />
              </ActionIcon>
            </Tooltip>
          </Group>
        </Group>
      </AppShell.Header>
      <AppShell.Main id="main">
        <Container size="xl" px={0}>
          {!connected && (
            <Alert color="red" icon={<IconPlugConnectedX />} mb="md" role="status">
              The connection to the gateway is gone. What you see is the last known state; the console reconnects by itself.
            </Alert>
          )}
          <Notices />
          {route.page === 'incident' && <IncidentPage id={route.id} />}
          {route.page === 'anomaly' && <AnomalyPage id={route.id} />}
          {route.page === 'silences' && <SilencesPage />}
          {route.page === 'detectors' && (route.entity === undefined ? <DetectorsPage /> : <EntityModelsPage entity={route.entity} />)}
          {route.page === 'now' && <NowPage />}
        </Container>
      </AppShell.Main>
    </AppShell>
  );
}

function ThemeToggle() {
  const { setColorScheme } = useMantineColorScheme();
  const scheme = useComputedColorScheme('light');
  const other = scheme === 'dark' ? 'light' : 'dark';
  return (
    <ActionIcon variant="default" size="lg" aria-label={`Use the ${other} theme`} onClick={() => setColorScheme(other)}>
      {scheme === 'dark' ? <IconSun size={18} /> : <IconMoon size={18} />}
    </ActionIcon>
  );
}
