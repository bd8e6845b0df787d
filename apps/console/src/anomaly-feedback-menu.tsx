import { Button, Menu, Text } from '@mantine/core';
import type { Anomaly, NewFeedback, WeeklyWindow } from '@cloudops/contracts';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { api } from './api.ts';
import { WEEKDAYS } from './silence-text.ts';

const LABELS = { right: 'rightly told', 'not-an-anomaly': 'not an anomaly', expected: 'expected weekly' } as const;

/** Says what an anomaly is; what was seen is then tolerated, always or at the same hour of the same weekday. */
export function AnomalyFeedbackMenu({ anomaly }: { anomaly: Anomaly }) {
  const queries = useQueryClient();
  const say = useMutation({
    mutationFn: (feedback: Pick<NewFeedback, 'verdict' | 'window'>) => api.giveFeedback(anomaly.id, { ...feedback, note: '' }),
    onSettled: () => Promise.all(['anomalies', 'incident'].map((key) => queries.invalidateQueries({ queryKey: [key] }))),
  });
  const hour = hourOf(new Date(anomaly.onsetAt));
  return (
    <Menu position="bottom-end">
      <Menu.Target>
        <Button size="compact-xs" variant="subtle" loading={say.isPending} flex="none" aria-label={`What is ${anomaly.series.name}?`}>
          {anomaly.feedback ? LABELS[anomaly.feedback.verdict] : 'feedback'}
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item onClick={() => say.mutate({ verdict: 'right', window: null })}>It was right to tell</Menu.Item>
        {anomaly.kind !== 'together' && (
          <>
            <Menu.Item onClick={() => say.mutate({ verdict: 'not-an-anomaly', window: null })}>Not an anomaly</Menu.Item>
            <Menu.Item onClick={() => say.mutate({ verdict: 'expected', window: hour })}>
              Expected every {hour.weekdays[0]} {hour.from}-{hour.to}
            </Menu.Item>
          </>
        )}
        {say.error && (
          <Text size="xs" c="red" role="alert" p="xs">
            {say.error.message}
          </Text>
        )}
      </Menu.Dropdown>
    </Menu>
  );
}

/** From the full hour in which it began, for two hours, on that weekday, by the clock of whoever looks at it. */
export function hourOf(onset: Date): WeeklyWindow {
  const clock = (hour: number): string => `${String(hour % 24).padStart(2, '0')}:00`;
  const weekday = WEEKDAYS[(onset.getDay() + 6) % 7]!;
  const { timeZone } = Intl.DateTimeFormat().resolvedOptions();
  return { weekdays: [weekday], from: clock(onset.getHours()), to: clock(onset.getHours() + 2), timeZone };
}
