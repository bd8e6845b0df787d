import { describe, expect, it } from '@jest/globals';
import { asMarkdown } from './as-markdown.ts';

describe('asMarkdown', () => {
  it('keeps a list together and starts a paragraph after it', () => {
    expect(asMarkdown('Signals:\n- one\n- two\nThe cause is one.')).toBe('Signals:\n\n- one\n- two\n\nThe cause is one.\n');
  });

  it('keeps lines apart', () => expect(asMarkdown('CPU is 4 %.\nMemory is 7 %.')).toBe('CPU is 4 %.\n\nMemory is 7 %.\n'));
});
