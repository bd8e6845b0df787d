const CONTRACTIONS: readonly (readonly [RegExp, string])[] = [
  [/\b(what|how|who|where|when|that|it|there|here|everything|anything|something)'s\b/g, '$1 is'],
  [/\bwhats\b/g, 'what is'],
  [/\bhows\b/g, 'how is'],
  [/\bn't\b/g, ' not'],
  [/n't\b/g, ' not'],
  [/\b(i|you|we|they)'(ve|re|d)\b/g, '$1'],
];

/** Lower case, straight quotes, no contractions, single spaces, no punctuation at the end of words. */
export function normalize(question: string): string {
  let text = question
    .toLowerCase()
    .replace(/[\u2018\u2019]/g, "'")
    .replace(/[\u201c\u201d]/g, '"');
  for (const [pattern, replacement] of CONTRACTIONS) text = text.replace(pattern, replacement);
  return text
    .replace(/[?!,;]+/g, ' ')
    .replace(/[.:]+(?=\s|$)/g, ' ')
    .replace(/\s+/g, ' ')
    .trim();
}

const NUMBERS: Readonly<Record<string, number>> = {
  a: 1,
  an: 1,
  one: 1,
  two: 2,
  three: 3,
  four: 4,
  five: 5,
  six: 6,
  seven: 7,
  eight: 8,
  nine: 9,
  ten: 10,
  twelve: 12,
  fifteen: 15,
  twenty: 20,
  thirty: 30,
  sixty: 60,
};
export const NUMBER_WORD = `\\d{1,5}|${Object.keys(NUMBERS).join('|')}`;

/** `3`, `three` or `a` as a number. */
export const numberOf = (word: string): number | undefined => (/^\d+$/.test(word) ? Number(word) : NUMBERS[word]);
