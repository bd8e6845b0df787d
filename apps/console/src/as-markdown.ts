/** Answers break lines where they mean to; Markdown would run such lines together, and a line after a list into its last item. */
export function asMarkdown(text: string): string {
  const isItem = (line: string | undefined): boolean => /^\s*([-*]|\d+\.) /.test(line ?? '');
  return text
    .split('\n')
    .map((line, i, all) => (isItem(line) && isItem(all[i + 1]) ? line : `${line}\n`))
    .join('\n');
}
