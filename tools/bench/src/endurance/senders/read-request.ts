import { compress } from 'snappyjs';

const field = (number: number, content: readonly number[]): number[] => [(number << 3) | 2, content.length, ...content];
const LAST_TIME = [0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x0f]; // 2^56 - 1, ms
const REGEX = 2;
const matcher = [0x08, REGEX, ...field(2, [...Buffer.from('__name__')]), ...field(3, [...Buffer.from('.+')])];

/** A remote_read request (`prompb/remote.proto`) for every sample of every series. */
export const EVERYTHING = Uint8Array.from(compress(Uint8Array.from(field(1, [0x08, 0x00, 0x10, ...LAST_TIME, ...field(3, matcher)]))));
