import { compress, uncompress } from 'snappyjs';
import { writeBody } from './write-body.ts';

export interface MutatedBody {
  readonly kind: string;
  readonly version: '1.0' | '2.0';
  readonly body: Uint8Array;
}

type Random = () => number;

/** A sequence of numbers in [0, 1) that its seed repeats (mulberry32). */
export function seeded(seed: number): Random {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 0x1_0000_0000;
  };
}

/** Bodies that no sender means: cut, flipped, spliced, random, bombs that claim 4 GiB, a million labels, symbols or series. */
export class MutatedBodies {
  private readonly messages: readonly Pick<MutatedBody, 'version' | 'body'>[];
  private readonly giants: readonly MutatedBody[];

  constructor(
    private readonly random: Random,
    time: number,
  ) {
    this.messages = [
      { version: '1.0', body: messageV1(time) },
      { version: '2.0', body: messageV2(time) },
    ];
    const giant = (kind: string, version: '1.0' | '2.0', message: number[]): MutatedBody => ({
      kind,
      version,
      body: compress(Uint8Array.from(message)),
    });
    this.giants = [
      giant('a million labels', '1.0', field(1, repeat(1_000_000, field(1, [...field(1, text('a')), ...field(2, text('b'))])))),
      giant('a million labels', '2.0', [...field(4, []), ...field(5, field(1, repeat(2_000_000, [0])))]),
      giant('a million symbols', '2.0', repeat(1_000_000, field(4, []))),
      giant('a million series', '1.0', repeat(1_000_000, field(1, []))),
      giant('a million series', '2.0', repeat(1_000_000, field(5, []))),
      giant('a million buckets', '2.0', field(5, field(3, field(12, repeat(1_000_000, [2]))))),
      giant('a long name', '1.0', field(1, field(1, [...field(1, text('__name__')), ...field(2, repeat(1_000_000, text('x')))]))),
    ];
  }

  next(): MutatedBody {
    const dice = this.random();
    if (dice < 0.002) return this.giants[this.below(this.giants.length)]!;
    const { version, body } = this.messages[this.below(this.messages.length)]!;
    if (dice < 0.02) return { kind: 'a bomb', version, body: this.bomb(body) };
    if (dice < 0.05) return { kind: 'random bytes', version, body: this.noise(this.below(300)) };
    if (dice < 0.1) return { kind: 'the other version', version: version === '1.0' ? '2.0' : '1.0', body: compress(body) };
    if (dice < 0.35) return { kind: 'flipped after compression', version, body: this.edited(compress(body)) };
    return { kind: 'edited before compression', version, body: compress(this.edited(body)) };
  }

  private edited(original: Uint8Array): Uint8Array {
    let body = Uint8Array.from(original);
    for (let edits = 1 + this.below(4); edits > 0 && body.length > 0; edits--) {
      const at = this.below(body.length);
      const dice = this.random();
      if (dice < 0.5) body[at]! ^= 1 << this.below(8);
      else if (dice < 0.7) body[at] = this.below(256);
      else if (dice < 0.8) body = body.slice(0, at);
      else if (dice < 0.9) body = Uint8Array.from([...body.subarray(0, at), ...this.noise(this.below(20)), ...body.subarray(at)]);
      else body = Uint8Array.from([...body.subarray(0, at), ...body.subarray(this.below(at + 1))]);
    }
    return body;
  }

  private bomb(body: Uint8Array): Uint8Array {
    const claims = [
      [0xff, 0xff, 0xff, 0xff, 0x0f],
      [0xff, 0xff, 0xff, 0x0f],
      [0x80, 0x80, 0x80, 0x80, 0x80, 0x01],
    ];
    return Uint8Array.from([...claims[this.below(claims.length)]!, ...compress(body).subarray(1)]);
  }

  private noise = (length: number): Uint8Array => Uint8Array.from({ length }, () => this.below(256));
  private below = (limit: number): number => Math.floor(this.random() * limit);
}

/** Samples of two series, by the encoder of the other tests, uncompressed. */
function messageV1(time: number): Uint8Array {
  const labels = { __name__: 'fuzzed', job: 'fuzz', instance: 'é:1' };
  return uncompress(writeBody({ labels, time, value: 1 }, { labels: { ...labels, path: '/' }, time, value: 2 }));
}

/** One series with a sample, a histogram, an exemplar and metadata. */
export function messageV2(time: number): Uint8Array {
  const at = varint(time);
  const one = [...Buffer.from(Float64Array.of(1).buffer)];
  return Uint8Array.from([
    ...['', '__name__', 'fuzzed_v2', 'job', 'fuzz', 'trace_id', 'abc'].flatMap((symbol) => field(4, text(symbol))),
    ...field(5, [
      ...field(1, [1, 2, 3, 4]),
      ...field(2, [0x09, ...one, 0x10, ...at]),
      ...field(3, [0x08, 3, 0x19, ...one, ...field(11, [0x10, 2]), ...field(12, [2, 2]), 0x78, ...at]),
      ...field(4, [...field(1, [5, 6]), 0x11, ...one, 0x18, ...at]),
      ...field(5, [0x08, 3]),
    ]),
  ]);
}

const text = (value: string): number[] => [...Buffer.from(value)];
const repeat = (times: number, bytes: number[]): number[] => Array.from({ length: times }, () => bytes).flat();
const field = (number: number, content: number[]): number[] => [(number << 3) | 2, ...varint(content.length)].concat(content);

function varint(value: number): number[] {
  const bytes: number[] = [];
  let rest = value;
  for (; rest > 127; rest = Math.floor(rest / 128)) bytes.push((rest % 128) | 128);
  return [...bytes, rest];
}
