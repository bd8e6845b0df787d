const CELL = /"((?:[^"]|"")*)"|([^",\r\n]*)/y;

/** Rows of cells (RFC 4180: quotes, doubled quotes, CR LF); empty lines are left out. @throws Error that names the line of a stray quote. */
export function parseCsv(text: string): string[][] {
  const rows: string[][] = [];
  let row: string[] = [];
  let at = text.startsWith('\uFEFF') ? 1 : 0;
  while (at < text.length) {
    CELL.lastIndex = at;
    const [cell, quoted, plain] = CELL.exec(text)!;
    row.push(quoted?.replaceAll('""', '"') ?? plain!);
    at += cell.length;
    if (text[at] === ',') {
      at += 1;
      if (at === text.length) row.push('');
      continue;
    }
    if (at < text.length && text[at] !== '\n' && text[at] !== '\r') throw new Error(`stray quote in row ${rows.length + 1}`);
    at += text.startsWith('\r\n', at) ? 2 : 1;
    if (row.length > 1 || row[0] !== '') rows.push(row);
    row = [];
  }
  return row.length > 0 ? [...rows, row] : rows;
}
