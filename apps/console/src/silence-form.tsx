import { Alert, Button, Checkbox, Group, List, NativeSelect, Stack, Text, TextInput } from '@mantine/core';
import type { SilencePreview, WeeklyWindow } from '@cloudops/contracts';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { api, type SilenceWish } from './api.ts';
import { incidentLink } from './route.ts';
import { Section } from './section.tsx';
import { WEEKDAYS } from './silence-text.ts';

const HOURS = [1, 2, 4, 8, 24, 72];
const HOUR_MS = 3_600_000;
const SHOWN = 10;

/** A new silence, and what it would have hidden in the past two weeks. */
export function SilenceForm() {
  const queries = useQueryClient();
  const [match, setMatch] = useState('');
  const [comment, setComment] = useState('');
  const [hours, setHours] = useState('2');
  const [weekly, setWeekly] = useState<WeeklyWindow | null>(null);
  const wish = (): SilenceWish => ({
    ...{ match, comment },
    ...(weekly ? { weekly } : { endsAt: new Date(Date.now() + Number(hours) * HOUR_MS).toISOString() }),
  });
  const preview = useMutation({ mutationFn: api.previewSilence });
  const shown = preview.variables;
  const isOfThis = shown?.match === match && JSON.stringify(shown.weekly ?? null) === JSON.stringify(weekly);
  const add = useMutation({
    mutationFn: () => api.addSilence(wish()),
    onSuccess: () => queries.invalidateQueries({ queryKey: ['silences'] }),
  });
  const failure = add.error ?? preview.error;
  return (
    <Section title="Silence something">
      <form
        onSubmit={(event) => {
          event.preventDefault();
          preview.mutate({ ...wish(), comment: comment || 'preview' });
        }}
      >
        <Stack gap="xs">
          <TextInput
            label="What"
            description="Labels of the series, __name__ for the metric, entity, entity_kind, entity_environment"
            placeholder='{entity="web",__name__=~"node_.*"}'
            value={match}
            onChange={(event) => setMatch(event.currentTarget.value)}
          />
          <TextInput label="Why" value={comment} onChange={(event) => setComment(event.currentTarget.value)} />
          <Checkbox
            label="Every week"
            checked={weekly !== null}
            onChange={(event) => setWeekly(event.currentTarget.checked ? anyNight() : null)}
          />
          {weekly === null ? (
            <NativeSelect
              label="For"
              w={160}
              value={hours}
              onChange={(event) => setHours(event.currentTarget.value)}
              data={HOURS.map((h) => ({ value: String(h), label: `${h} hour${h > 1 ? 's' : ''}` }))}
            />
          ) : (
            <WeeklyFields window={weekly} onChange={setWeekly} />
          )}
          <Group>
            <Button type="submit" variant="default" disabled={match.trim() === ''} loading={preview.isPending}>
              Preview
            </Button>
            <Button onClick={() => add.mutate()} disabled={match.trim() === '' || comment.trim() === ''} loading={add.isPending}>
              Silence
            </Button>
          </Group>
          {failure && (
            <Alert color="red" role="alert">
              {failure.message}
            </Alert>
          )}
          {preview.data && isOfThis && <Preview preview={preview.data.preview} />}
        </Stack>
      </form>
    </Section>
  );
}

const anyNight = (): WeeklyWindow => ({
  ...{ weekdays: ['sun'], from: '02:00', to: '04:00', timeZone: Intl.DateTimeFormat().resolvedOptions().timeZone },
});

function WeeklyFields({ window, onChange }: { window: WeeklyWindow; onChange: (window: WeeklyWindow) => void }) {
  const toggle = (day: WeeklyWindow['weekdays'][number], on: boolean): void => {
    const weekdays = WEEKDAYS.filter((known) => (known === day ? on : window.weekdays.includes(known)));
    if (weekdays.length > 0) onChange({ ...window, weekdays });
  };
  return (
    <Group align="flex-end">
      <Group gap="xs" role="group" aria-label="Weekdays">
        {WEEKDAYS.map((day) => (
          <Checkbox
            key={day}
            label={day}
            checked={window.weekdays.includes(day)}
            onChange={(event) => toggle(day, event.currentTarget.checked)}
          />
        ))}
      </Group>
      <TextInput
        label="From"
        type="time"
        value={window.from}
        onChange={(event) => onChange({ ...window, from: event.currentTarget.value })}
      />
      <TextInput label="To" type="time" value={window.to} onChange={(event) => onChange({ ...window, to: event.currentTarget.value })} />
      <TextInput
        label="Time zone"
        value={window.timeZone}
        onChange={(event) => onChange({ ...window, timeZone: event.currentTarget.value })}
      />
    </Group>
  );
}

function Preview({ preview: { days, anomalies, incidents, warnings } }: { preview: SilencePreview }) {
  return (
    <Stack gap="xs" role="status">
      {warnings.map((warning) => (
        <Alert key={warning} color="yellow">
          {warning}
        </Alert>
      ))}
      <Text size="sm">
        In the past {days} days it would have hidden {incidents.hidden} of {incidents.total} incidents and {anomalies.hidden} of{' '}
        {anomalies.total} anomalies.
      </Text>
      <List size="sm">
        {incidents.newest.slice(0, SHOWN).map((incident) => (
          <List.Item key={incident.id}>
            <a href={incidentLink(incident.id)}>{incident.title}</a> ({incident.effect})
          </List.Item>
        ))}
        {anomalies.newest.slice(0, SHOWN).map((anomaly) => (
          <List.Item key={anomaly.id}>
            {anomaly.metric} of {anomaly.entity}, {new Date(anomaly.detectedAt).toLocaleString('en-GB')}
          </List.Item>
        ))}
      </List>
    </Stack>
  );
}
