import { AnswerChunk, type Problem } from '@cloudops/contracts';
import { CliError, problemError } from '../cli-error.ts';
import { serverSentEvents } from '../server-sent-events.ts';
import { plain } from '../terminal.ts';
import type { Session } from './command.ts';

/** `cloudops ask QUESTION`: the answer as it comes, then what it rests on. */
export async function ask({ api, terminal, json, signal }: Session, query: string): Promise<void> {
  const stream = await api.stream('/query/stream', { body: { query }, signal });
  let written = '';
  for await (const { event, data } of serverSentEvents(stream)) {
    if (event === 'error') {
      const problem = JSON.parse(data) as Problem;
      throw problemError(problem.status, problem);
    }
    const chunk = AnswerChunk.parse(JSON.parse(data));
    if (chunk.type === 'text' && !json) {
      terminal.out(plain(chunk.text));
      written += chunk.text;
    }
    if (chunk.type !== 'done') continue;
    const { text, evidence, provider, model } = chunk.answer;
    if (json) return terminal.out(`${JSON.stringify(chunk.answer)}\n`);
    const sources = evidence.map((e, n) => `  [${n + 1}] ${plain(e.summary)} (${e.tool})`);
    const by = provider === model ? provider : `${provider} ${plain(model)}`;
    return terminal.out([written === '' ? plain(text) : '', ...sources, `  answered by ${by}`, ''].join('\n'));
  }
  throw new CliError('The answer broke off; ask again');
}
