/** Where a command writes and what it may ask; tests give their own. */
export interface Terminal {
  out(text: string): void;
  /** Whether a person sits there who can be asked. */
  readonly interactive: boolean;
  ask(question: string): Promise<string>;
}

/** Columns as wide as their widest cell, two spaces apart. */
export function table(rows: readonly (readonly string[])[]): string {
  const widths = (rows[0] ?? []).map((_, i) => Math.max(...rows.map((row) => row[i]?.length ?? 0)));
  return rows
    .map((row) =>
      row
        .map((cell, i) => cell.padEnd(widths[i] ?? 0))
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}

const UNITS = ['bytes', 'KiB', 'MiB', 'GiB', 'TiB'];

/** A size for a person: `3.2 MiB`. */
export function bytes(count: number): string {
  const power = Math.min(UNITS.length - 1, Math.floor(Math.log2(Math.max(1, count)) / 10));
  return `${power === 0 ? count : (count / 1024 ** power).toFixed(1)} ${UNITS[power]}`;
}

/** Telemetry must not steer the terminal of whoever reads it. */
const CONTROL = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f]/g;

/** Text that cannot move the cursor, change colours or hide what comes after it. */
export const plain = (text: string): string => text.replaceAll(CONTROL, '\u{fffd}');
