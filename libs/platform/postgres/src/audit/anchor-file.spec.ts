import { afterEach, beforeEach, expect, it } from '@jest/globals';
import { appendFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { AnchorFile } from './anchor-file.ts';

let folder: string;
let path: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'cloudops-anchors-'));
  path = join(folder, 'new', 'anchors.jsonl');
});
afterEach(() => rmSync(folder, { recursive: true }));

const head = (position: number) => ({ position, hash: String(position % 10).repeat(64) });

it('gives back what was kept, in its order, and makes the folder', () => {
  const file = new AnchorFile(path);
  expect(file.read()).toEqual([]);
  for (const position of [3, 9]) file.append(head(position), new Date(0));
  expect(new AnchorFile(path).read()).toEqual([head(3), head(9)]);
});

it('leaves out a line that a crash cut short, and goes on after it', () => {
  const file = new AnchorFile(path);
  file.append(head(1), new Date(0));
  appendFileSync(path, '{"position":2,"ha');
  expect(file.read()).toEqual([head(1)]);
  file.append(head(3), new Date(0));
  expect(file.read()).toEqual([head(1), head(3)]);
});

it('says which line is not an anchor', () => {
  const file = new AnchorFile(path);
  file.append(head(1), new Date(0));
  writeFileSync(path, `${readFileSync(path, 'utf8')}{"position":2}\n`);
  expect(() => file.read()).toThrow(`${path}:2 is not an anchor`);
});
