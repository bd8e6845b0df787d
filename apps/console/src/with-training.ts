import type { ModelTraining } from '@cloudops/contracts';

const MOST = 20;

/** The trainings with what is now known of one of them, those queued last first. */
export function withTraining(trainings: readonly ModelTraining[], news: ModelTraining): ModelTraining[] {
  const others = trainings.filter(({ id }) => id !== news.id);
  return [news, ...others].sort((a, b) => b.queuedAt.localeCompare(a.queuedAt)).slice(0, MOST);
}
