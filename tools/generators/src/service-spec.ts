/** A deployable service: its name in kebab-case and the port that it asks for first. */
export interface ServiceSpec {
  readonly name: string;
  readonly port: number;
}

const NAME = /^[a-z][a-z0-9]*(-[a-z0-9]+)*$/;

/** The next service; throws, with what is wrong, for a name that cannot be a folder, a class and a schema. */
export function nextService(name: string, existing: readonly ServiceSpec[]): ServiceSpec {
  if (!NAME.test(name)) throw new Error(`"${name}" is no service name: use kebab-case, e.g. capacity-planner.`);
  if (existing.some((service) => service.name === name)) throw new Error(`There is a service called ${name} already.`);
  return { name, port: Math.max(...existing.map((service) => service.port)) + 10 };
}

/** `capacity-planner` -> `CapacityPlanner` */
export const pascal = (name: string): string => name.replace(/(^|-)([a-z0-9])/g, (_all, _dash, letter: string) => letter.toUpperCase());
/** `capacity-planner` -> `capacity_planner`: the schema, and the middle of metric names. */
export const snake = (name: string): string => name.replaceAll('-', '_');
/** `capacity-planner` -> `capacityPlanner` */
export const camel = (name: string): string => pascal(name).replace(/^./, (letter) => letter.toLowerCase());
