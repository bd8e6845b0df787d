/** What was seen: the metric of an entity that is to be explained. */
export interface SeenSymptom {
  readonly entity: string;
  readonly metric: string;
  readonly stat: string;
}

/** Reads `{entity, metric, stat}`. @throws Error that names what is missing. */
export function readSymptom(text: string): SeenSymptom {
  const parsed = JSON.parse(text) as Partial<Record<keyof SeenSymptom, unknown>> | null;
  const field = (name: keyof SeenSymptom): string => {
    const value = parsed?.[name];
    if (typeof value === 'string' && value !== '') return value;
    throw new Error(`needs the text ${name}`);
  };
  return { entity: field('entity'), metric: field('metric'), stat: typeof parsed?.stat === 'string' ? parsed.stat : '' };
}
