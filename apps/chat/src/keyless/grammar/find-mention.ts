/** Words of the grammar itself, and words that mean no thing in particular. */
const NO_THING = new Set(
  `a about actions action again ago alerts alert all also am an and anomalies anomaly anomalous any anything are around as at average be been best broken by
  can cause cloudops could cpu cpus current currently day did disk disks do does doing done down each else error errors event events ever every everything exactly
  fine first fix fixed for from full get give going had happen happened happening has have health healthy help high here host hosts hour how i in incident incidents
  is issue issues it its just last latest list load log logs look low machine machines many me mean memory minute minutes more most much my need network new newest no
  node normal not now of off ok okay on one ones or other our out over past please policy problem problems process production ram recent recently remediation remediations
  restart restarted right root rule runbook runbooks same see server servers service services show since slow slower so some something state status story strange summarize
  summary system systems tell than thanks that the their them then there these they thing things this those time to today top traffic trouble unusual up us usage use
  used using utilization value values verified very warning warnings was we weird well went were what when where which who why will with workload workloads wrong
  yesterday you your free left space percent usually available busy high higher highest lowest compared caused broke failed failing down crash crashed crashing dead
  alive offline online open opened pending active ongoing approve approved approval approvals proposal proposals waiting resolved closed cleared hello hi hey
  yes being been were since until during after before because there once twice running up friday monday tuesday wednesday thursday saturday sunday morning
  evening afternoon night week weeks second seconds moment while still lately case detail details cause root reason reasons forecast forecasts run runs out fill fills filled expire expires expiring exhausted
  certificate certificates soon long next days`.split(/\s+/),
);
const QUOTED = /["'`]([a-z0-9][a-z0-9 ._:@/-]{0,100}?)["'`]/;
const AFTER =
  /\b(?:to|with|on|of|for|about|at|in|from|is|are|was|did|has|does|by|host|service|workload|server|machine|node|called|named)\s+(?:the\s+|my\s+|our\s+)?([a-z0-9][a-z0-9._:@/-]*)/g;
const NAME_LIKE = /^(?=.*[a-z])[a-z0-9]+(?:[-.:@/][a-z0-9]+)+$|^[a-z]+\d+$/;

export const refersBack = (text: string): boolean => /\b(?:it|its|that|this|them|the same|there)\b/.test(text);

/** The thing that a normalized question names: quoted, shaped like a name (`web-1`, `db2`), or after a preposition. */
export function findMention(text: string): string | undefined {
  const quoted = QUOTED.exec(text)?.[1];
  if (quoted !== undefined) return quoted;
  const words = text.split(' ');
  const nameLike = words.find((w) => NAME_LIKE.test(w) && !NO_THING.has(w));
  if (nameLike !== undefined) return nameLike;
  for (const [, word] of text.matchAll(AFTER)) if (word !== undefined && thing(word)) return word;
  const left = words.filter(thing);
  return left.length === 1 && words.length <= 3 ? left[0] : undefined;
}

const thing = (word: string): boolean => word.length >= 2 && !NO_THING.has(word) && !word.includes('_') && /[a-z]/.test(word);
