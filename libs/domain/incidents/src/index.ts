export * from './decide.ts';
export * from './evolve.ts';
export * from './incident-command.ts';
export * from './incident-event.ts';
export * from './narrate.ts';
export * from './qualify.ts';
export * from './rank-causes.ts';
export * from './title-of.ts';
