import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { serverSentEvents } from './server-sent-events.ts';

const text =
  ': heartbeat\n\nevent: a.v1\nid: 7\ndata: {"x":1}\n\ndata: one\ndata: two\n\nevent: b\r\ndata: 2\r\n\r\nevent: cut\ndata: never';

async function read(chunks: string[]) {
  const events = [];
  for await (const event of serverSentEvents(ReadableStream.from(chunks) as AsyncIterable<string>)) events.push(event);
  return events;
}
const expected = [
  { event: 'a.v1', id: '7', data: '{"x":1}' },
  { event: 'message', id: undefined, data: 'one\ntwo' },
  { event: 'b', id: undefined, data: '2' },
];

describe('serverSentEvents', () => {
  it('reads events, joins data lines, leaves out comments and what was cut off', async () => {
    expect(await read([text])).toEqual(expected);
  });

  it('does not care where the stream is cut', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.integer({ min: 0, max: text.length }), { maxLength: 8 }), async (cuts) => {
        const at = [0, ...cuts.sort((a, b) => a - b), text.length];
        expect(await read(at.slice(1).map((end, i) => text.slice(at[i], end)))).toEqual(expected);
      }),
    );
  });
});
