import { describe, expect, it } from '@jest/globals';
import { wantsHtml } from './wants-html.ts';

describe('wantsHtml', () => {
  it.each([
    ['text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8', true],
    ['text/html', true],
    ['TEXT/HTML; q=0.5', true],
    ['application/json, text/html;q=0.5', false],
    ['application/json', false],
    ['*/*', false],
    ['text/html;q=0', false],
    ['text/html;q=nonsense', false],
    [undefined, false],
  ])('%s: %s', (accept, html) => {
    expect(wantsHtml(accept)).toBe(html);
  });
});
