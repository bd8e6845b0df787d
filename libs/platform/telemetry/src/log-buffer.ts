import { LogEntry, LogLevel, ServiceName } from '@cloudops/contracts';
import { randomBytes } from 'node:crypto';

const MAX_MESSAGE = 8192;
const MAX_FIELDS = 16384;

/**
 * The newest log lines of this process, waiting to be shipped. Bounded by lines and by bytes: when full, the oldest line goes
 * and is counted, because logging must never hold up or sink the process that logs.
 */
export class LogBuffer {
  private readonly lines: string[] = [];
  private bytes = 0;
  private droppedLines = 0;
  private sequence = 0;
  private readonly run = randomBytes(6).toString('hex');

  constructor(
    private readonly maxLines: number,
    private readonly maxBytes: number,
  ) {}

  /** Takes one line of pino JSON. */
  push(line: string): void {
    this.lines.push(line);
    this.bytes += line.length;
    while (this.lines.length > this.maxLines || this.bytes > this.maxBytes) {
      this.bytes -= this.lines.shift()?.length ?? 0;
      this.droppedLines++;
    }
  }

  /** Removes and returns up to `max` of the oldest lines. A line that is not a log entry is counted as dropped. */
  drain(max: number): LogEntry[] {
    const entries: LogEntry[] = [];
    for (const line of this.lines.splice(0, max)) {
      this.bytes -= line.length;
      const entry = this.parse(line);
      if (entry) entries.push(entry);
      else this.droppedLines++;
    }
    return entries;
  }

  get size(): number {
    return this.lines.length;
  }

  /** Lines that were lost since the process started. */
  get dropped(): number {
    return this.droppedLines;
  }

  private parse(line: string): LogEntry | undefined {
    const { time, level, service, msg, correlationId, ...fields } = fieldsOf(line);
    const text = JSON.stringify(fields);
    const entry = LogEntry.safeParse({
      id: `${this.run}-${(this.sequence++).toString(36)}`,
      at: time,
      service: ServiceName.safeParse(service).data,
      level: LogLevel.safeParse(level).data,
      message: typeof msg === 'string' ? msg.slice(0, MAX_MESSAGE) : '',
      correlationId: typeof correlationId === 'string' ? correlationId : null,
      fields: text.length > MAX_FIELDS ? JSON.stringify({ truncated: text.slice(0, MAX_FIELDS / 4) }) : text,
    });
    return entry.data;
  }
}

function fieldsOf(line: string): Record<string, unknown> {
  try {
    return JSON.parse(line) as Record<string, unknown>;
  } catch {
    return {};
  }
}

/** The one buffer of this process: every logger writes to it, the bus ships it. About 2 MiB at most. */
export const logBuffer = new LogBuffer(5000, 2 * 1024 * 1024);
