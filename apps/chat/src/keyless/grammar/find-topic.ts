import type { Topic } from './intent.ts';

type Patterns = readonly RegExp[];
type Rule = readonly [Topic, Patterns];

const DONE: Patterns = [
  /\bwhat (?:\w+ )?(?:did|have|has|had) (?:you|it|the system|we|they|cloudops|the policy)\b.*\b(?:do|done|fix|change|try|tried)/,
  /\bwhat (?:was|has been|is being|got|have been) (?:done|fixed|changed|restarted|executed|tried)/,
  /\bwhat (?:actions?|fix|remediation) (?:was|were|did|have|has)\b/,
  /\bhow (?:was|is|did|were|has) .*\b(?:fix|fixed|resolve|resolved|remediated|repaired|handled)\b/,
  /\bwho (?:approved|restarted|fixed|authori[sz]ed)\b/,
  /\b(?:was|were|is|did|has|have) .*\b(?:restarted|fixed|repaired|verified|remediated|restart|fix work|been done)\b/,
  /\bwhat are you doing about\b/,
  /\bdid (?:you|it) (?:fix|restart|work|help|do)\b/,
];
const HAPPENED: Patterns = [
  /\bwhat(?: \w+)? (?:happened|happens|happen|went wrong|broke|failed|caused|is happening|is going on|was going on|was that)\b/,
  /\bwhat (?:is|was) (?:wrong|up|the (?:problem|matter|issue|root cause|cause|story))\b.*\b(?:with|of|on|at|to|for)\b/,
  /\bwhat (?:is|was) (?:happening|going on|the (?:root )?cause|the problem|the issue)\b/,
  /^why\b/,
  /\bwhy (?:is|was|did|does|are|were|has|do)\b/,
  /\broot cause\b/,
  /\bexplain\b/,
  /\btell me (?:more )?about\b/,
  /\b(?:describe|details? (?:of|on|about))\b/,
  /\bwhat caused\b/,
  /\bdid (?:something|anything) happen\b/,
  /\b(?:anything|something) (?:wrong|happen(?:ed|ing)?|off|unusual) (?:with|to|on)\b/,
  /\bhas .* been (?:ok|okay|fine|down)\b/,
];

/** Topics that win over a story; the first that fits. */
const BEFORE_STORIES: readonly Rule[] = [
  [
    'forecasts',
    [
      /\b(?:when|will|how (?:long|soon|many days|much time)|going to|about to)\b.*\b(?:full|run(?:s|ning)? out|fill(?:s|ed)?|expires?|used up|exhausted)\b/,
      /\b(?:full|run(?:s|ning)? out|filled up|expires?|used up|exhausted)\b.*\bwhen\b/,
      /\brunning out\b/,
      /\bforecasts?\b/,
      /\bexpir(?:es?|ing) (?:soon|next)\b/,
    ],
  ],
  [
    'help',
    [
      /^(?:help|hi|hello|hey|thanks?|thank you|good (?:morning|evening|afternoon))\b/,
      /\bwhat (?:else )?(?:can|could|do) (?:you|i) (?:do|ask|answer|know)\b/,
      /\bhow do (?:i|you) (?:use|work|ask)\b/,
      /\bexamples?\b/,
      /\bwho are you\b/,
      /\bwhat are you\b(?! doing)/,
    ],
  ],
  [
    'action',
    [
      /^(?:please |can you |could you |now )*(?:restart|reboot|stop|kill|delete|remove|scale|roll ?back|deploy|drain|shut ?down|start|approve|refuse|reject|execute|run)\b/,
      /\bif (?:i|we|you|someone) (?:restart|reboot|stop|kill|delete|scale|roll ?back|approve)\b/,
    ],
  ],
  [
    'logs',
    [
      /\blogs?\b/,
      /\blog (?:lines?|entries|messages?)\b/,
      /\b(?:show|list|any|all|get|see|find|recent|latest|the|last|are there|were there) (?:\w+ )?(?:errors?|warnings?|exceptions?)\b/,
      /^(?:errors?|warnings?|exceptions?)\b/,
    ],
  ],
];
const PENDING: Rule = [
  'pending',
  [
    /\b(?:pending|waiting|awaiting|wait|needs?|require[sd]?|to)\b.*\b(?:approvals?|approved?|decisions?|proposals?|remediations?|runbooks?|actions?)\b/,
    /\b(?:approvals?|proposals?|remediations?|runbooks?|actions?)\b.*\b(?:pending|waiting|open|outstanding|awaiting)\b/,
    /\bproposals?\b/,
    /\bapprovals\b/,
  ],
];
/** Topics of questions that tell no story; the first that fits. */
const AFTER_STORIES: readonly Rule[] = [
  ['runbooks', [/\brun ?books?\b/, /\bplay ?books?\b/, /\binventory\b/, /\bwhat (?:can|could) be (?:done|restarted|fixed)\b/]],
  ['remediations', [/\bremediations?\b/, /\bactions? (?:taken|executed|done)\b/, /\bfixes\b/, /\bwhat have you been doing\b/, /\baudit\b/]],
  [
    'anomalies',
    [
      /\banomal(?:y|ies|ous)\b/,
      /\boutliers?\b/,
      /\balerts?\b/,
      /\balarms?\b/,
      /\b(?:anything|something) (?:unusual|strange|weird|odd|abnormal)\b/,
    ],
  ],
  ['incidents', [/\bincidents?\b/, /\boutages?\b/]],
  [
    'status',
    [
      /\bstatus\b/,
      /\bhealth(?:y)?\b/,
      /\bhow (?:is|are) (?:everything|things|it all|we|it going|all|the (?:systems?|services?|platform|stack|infrastructure))\b/,
      /\b(?:is|are|was) (?:anything|something|everything|all|things|we|the (?:systems?|services?|platform|stack))\b/,
      /\b(?:is|are) (?:the )?[a-z0-9.-]+ (?:service )?(?:up|down|ok|okay|fine|alive|running|healthy|ready|online)\b/,
      /\b(?:all|everything) (?:good|ok|okay|fine|well|green|quiet)\b/,
      /\boverview\b/,
      /\bany(?:thing)? (?:problems?|issues?|trouble|wrong|broken|down)\b/,
      /\bproblems\b/,
      /\bhow are you\b/,
      /\bsituation\b/,
      /\bwhat is (?:wrong|broken|down|up)\b/,
      /\bsummar(?:y|ize|ise)\b/,
      /\bare (?:all )?services\b/,
    ],
  ],
];

const fits = (patterns: Patterns, text: string): boolean => patterns.some((pattern) => pattern.test(text));
const first = (rules: readonly Rule[], text: string): Topic | undefined => rules.find(([, patterns]) => fits(patterns, text))?.[0];

/** The topic that the words of a normalized question point to, or `undefined`. */
export function findTopic(text: string): Topic | undefined {
  const clear = first(BEFORE_STORIES, text);
  if (clear !== undefined) return clear;
  const [done, happened] = [fits(DONE, text), fits(HAPPENED, text)];
  if (done) return happened ? 'happened-and-done' : 'done';
  return first([PENDING], text) ?? (happened ? 'happened' : first(AFTER_STORIES, text));
}
