import { Button, Text } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { api, type TrainingsData } from './api.ts';
import { withTraining } from './with-training.ts';

/** Queues a training of an entity; where one waits or runs it is left at that. */
export function TrainButton({ entity, isOpen }: { entity: string; isOpen: boolean }) {
  const queries = useQueryClient();
  const train = useMutation({
    mutationFn: () => api.train(entity),
    onSuccess: ({ training }) =>
      queries.setQueryData<TrainingsData>(['trainings'], (old) => old && { trainings: withTraining(old.trainings, training) }),
  });
  return (
    <>
      <Button
        size="compact-xs"
        variant="default"
        loading={train.isPending}
        disabled={isOpen}
        onClick={() => train.mutate()}
        aria-label={`Train ${entity} now`}
      >
        Train now
      </Button>
      {train.error && (
        <Text size="xs" c="red" role="alert">
          {train.error.message}
        </Text>
      )}
    </>
  );
}
