import { Alert, Anchor, Button } from '@mantine/core';
import type { Incident } from '@cloudops/contracts';
import { useEffect, useRef, useState } from 'react';
import { HandOverDialog } from './hand-over-dialog.tsx';
import { MergeDialog } from './merge-dialog.tsx';
import { incidentLink } from './route.ts';
import { SplitDialog } from './split-dialog.tsx';

type Asked = 'hand-over' | 'merge' | 'split';

/** What wants more than a click: handing an open incident over, merging it into another one, splitting it. */
export function IncidentShapeButtons({ incident }: { incident: Incident }) {
  const [asked, setAsked] = useState<Asked | null>(null);
  const [opened, setOpened] = useState<Incident | null>(null);
  const asker = useRef<HTMLButtonElement | null>(null);
  const close = (): void => setAsked(null);
  useEffect(() => {
    if (asked === null) asker.current?.focus();
  }, [asked]);
  const button = (what: Asked, label: string) => (
    <Button
      size="xs"
      variant="default"
      aria-haspopup="dialog"
      onClick={(event) => {
        asker.current = event.currentTarget;
        setAsked(what);
      }}
    >
      {label}
    </Button>
  );
  return (
    <>
      {button('hand-over', 'Hand over…')}
      {button('merge', 'Merge…')}
      {incident.anomalies.length + incident.alerts.length > 1 && button('split', 'Split…')}
      {asked === 'hand-over' && <HandOverDialog incident={incident} onClose={close} />}
      {asked === 'merge' && <MergeDialog incident={incident} onClose={close} />}
      {asked === 'split' && <SplitDialog incident={incident} onClose={close} onSplit={setOpened} />}
      {opened && (
        <Alert color="teal" role="status" py={4} withCloseButton closeButtonLabel="Close" onClose={() => setOpened(null)}>
          Split off: <Anchor href={incidentLink(opened.id)}>{opened.title}</Anchor>
        </Alert>
      )}
    </>
  );
}
