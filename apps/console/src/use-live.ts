import type { ModelTraining } from '@cloudops/contracts';
import { type QueryClient, useQueryClient } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { api, type TrainingsData } from './api.ts';
import { withTraining } from './with-training.ts';

const RECONNECT_MS = 2_000;

/** Listens to live changes and refreshes what they touch; says whether the connection stands. Reconnects by itself, from the last event seen. */
export function useLive(): boolean {
  const queries = useQueryClient();
  const [connected, setConnected] = useState(true);
  useEffect(() => {
    const aborter = new AbortController();
    let last: string | undefined;
    const listen = async (): Promise<void> => {
      while (!aborter.signal.aborted) {
        try {
          const events = api.events(last, aborter.signal);
          setConnected(true);
          for await (const event of events) {
            last = event.id ?? last;
            if (event.event === 'reset') void queries.invalidateQueries(); // changes were missed
            if (event.event === 'training.progressed.v1') showTraining(queries, JSON.parse(event.data) as ModelTraining);
            for (const key of touched(event.event)) void queries.invalidateQueries({ queryKey: [key] });
          }
        } catch {
          if (!aborter.signal.aborted) setConnected(false);
        }
        await new Promise((resolve) => setTimeout(resolve, RECONNECT_MS));
      }
    };
    void listen();
    return () => aborter.abort();
  }, [queries]);
  return connected;
}

/** Told once a second while one runs: what came is shown, nothing is asked. */
function showTraining(queries: QueryClient, training: ModelTraining): void {
  queries.setQueryData<TrainingsData>(['trainings'], (old) => old && { trainings: withTraining(old.trainings, training) });
  if (training.endedAt !== null) for (const key of ['models', 'detectors']) void queries.invalidateQueries({ queryKey: [key] });
}

const touched = (subject: string): string[] => {
  if (subject.startsWith('incident.')) return ['incidents', 'incident', 'status'];
  if (subject.startsWith('remediation.')) return ['remediations', 'incident'];
  if (subject.startsWith('anomaly.')) return ['anomalies', 'explanation', 'status'];
  if (subject.startsWith('model.')) return ['models', 'detectors'];
  if (subject.startsWith('history.')) return ['status'];
  return [];
};
