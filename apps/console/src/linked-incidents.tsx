import { Anchor, List } from '@mantine/core';
import type { Incident } from '@cloudops/contracts';
import { incidentLink } from './route.ts';
import { Section } from './section.tsx';

/** Open incidents of what this one's entity depends on, and of what depends on it. */
export function LinkedIncidents({ incident }: { incident: Incident }) {
  return (
    <Section title="Linked incidents">
      <List size="sm">
        {incident.related.map(({ id, title, entity, relation }) => (
          <List.Item key={id}>
            <Anchor href={incidentLink(id)} size="sm">
              {title}
            </Anchor>
            , {relation === 'dependency' ? `which ${incident.entity.id} depends on` : `${entity.id} depends on ${incident.entity.id}`}
          </List.Item>
        ))}
      </List>
    </Section>
  );
}
