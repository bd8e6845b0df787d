const MARKER = /<(\/?)(tool-result|client-context)/gi;

/** Control characters other than tab and newline; they can hide text from a person who reads the evidence. */

const CONTROL = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u200b-\u200f\u202a-\u202e\u2066-\u2069]/g;

/** `text` cut to `max` characters, saying so. */
export const bounded = (text: string, max: number): string => (text.length <= max ? text : `${text.slice(0, max - 20)}... [truncated]`);

/**
 * Wraps data in a named fence that the data itself cannot close, so that a model can tell it from instructions.
 * At most `max` characters of data.
 */
export function fence(name: 'tool-result' | 'client-context', attributes: string, data: string, max: number): string {
  const inert = data.replace(CONTROL, ' ').replace(MARKER, '&lt;$1$2');
  return `<${name}${attributes === '' ? '' : ` ${attributes}`}>\n${bounded(inert, max)}\n</${name}>`;
}
