/** A row beyond this is no row, but a file that is no CSV. */
const MAX_ROW = 16 * 1024 * 1024;
const CELL_END = /[,\r\n]/g;

/**
 * Rows of cells (RFC 4180: quotes, doubled quotes, CR LF) out of pieces of text, wherever these are cut; empty lines are left out.
 * What follows a closing quote belongs to the cell, and a quote that nothing closes stands for itself.
 */
export class CsvRows {
  private pending = '';
  private begun = false;

  /** @returns the rows that this piece completes. @throws Error on a row of more than 16 Mi characters. */
  push(piece: string): string[][] {
    this.pending += this.begun || !piece.startsWith('\uFEFF') ? piece : piece.slice(1);
    this.begun ||= piece !== '';
    const rows = this.take(false);
    if (this.pending.length > MAX_ROW) throw new Error('has a row of more than 16 Mi characters');
    return rows;
  }

  /** The last row, where no line ends it. */
  end(): string[][] {
    return this.take(true);
  }

  private take(ended: boolean): string[][] {
    const [rows, text] = [[] as string[][], this.pending];
    let at = 0;
    while (at < text.length) {
      const row: string[] = [];
      const next = readRow(text, at, ended, row);
      if (next < 0) break;
      at = next;
      if (row.length > 1 || row[0] !== '') rows.push(row);
    }
    this.pending = text.slice(at);
    return rows;
  }
}

/** Reads cells into `row`. @returns where the next row begins, -1 when more text may belong to this one. */
function readRow(text: string, from: number, ended: boolean, row: string[]): number {
  for (let at = from; ; at++) {
    const close = text[at] === '"' ? closingQuote(text, at) : -1;
    if (text[at] === '"' && !ended && (close < 0 || close + 1 === text.length)) return -1;
    const stop = cellEnd(text, close < 0 ? at : close + 1);
    if (stop === text.length && !ended) return -1;
    row.push(close < 0 ? text.slice(at, stop) : text.slice(at + 1, close).replaceAll('""', '"') + text.slice(close + 1, stop));
    at = stop;
    if (text[at] === ',') continue;
    if (text[at] !== '\r') return at + 1;
    if (at + 1 === text.length && !ended) return -1;
    return text[at + 1] === '\n' ? at + 2 : at + 1;
  }
}

/** @returns -1 where nothing closes what `open` opens. */
function closingQuote(text: string, open: number): number {
  for (let at = text.indexOf('"', open + 1); at >= 0; at = text.indexOf('"', at + 2)) if (text[at + 1] !== '"') return at;
  return -1;
}

function cellEnd(text: string, from: number): number {
  CELL_END.lastIndex = from;
  return CELL_END.exec(text)?.index ?? text.length;
}
