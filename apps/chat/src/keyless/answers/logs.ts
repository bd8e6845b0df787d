import { logsTool } from '../../tools/logs-tool.ts';
import { bullets, cite, type Reply } from './reply.ts';

const DEFAULT_MINUTES = 60;

export const logsReply: Reply = async (intent, tools) => {
  const minutes = intent.minutes ?? DEFAULT_MINUTES;
  const used = await tools.use(logsTool, {
    minutes,
    limit: intent.count ?? 20,
    ...(intent.level === undefined ? {} : { level: intent.level }),
    ...(intent.service === undefined ? {} : { service: intent.service }),
  });
  const [summary, ...lines] = used.lines;
  return `${summary}${lines.length === 0 ? '.' : ', newest first:'} ${cite(used)}${lines.length === 0 ? '' : `\n${bullets(lines)}`}`;
};
