import type { SampleColumns } from '@cloudops/contracts';
import { SeriesTable } from '@cloudops/domain-series';
import type { EntityManager } from 'typeorm';
import { typedRows } from './typed-rows.ts';

/** Newest folded sample of every series of a partition, as one row: u32 number of series, u64 ids, f64 times in ms, little-endian. */
export async function noteSeen(manager: EntityManager, partition: number, { ids, starts, times }: SampleColumns): Promise<void> {
  const table = await loadSeen(manager, partition);
  for (let i = 0; i + 1 < starts.length; i++) {
    const slot = table.add(ids[2 * i]!, ids[2 * i + 1]!);
    table.lastAt[slot] = Math.max(table.lastAt[slot]!, times[starts[i + 1]! - 1]!);
  }
  await storeSeen(manager, partition, table, -Infinity);
}

/** Locked until the transaction ends. */
async function loadSeen(manager: EntityManager, partition: number): Promise<SeriesTable> {
  await manager.query(`insert into seen (partition, body) values ($1, '') on conflict do nothing`, [partition]);
  const [row] = await typedRows<{ body: Buffer }>(manager, 'select body from seen where partition = $1 for update', [partition]);
  const table = new SeriesTable();
  eachSeen(row!.body, (low, high, time) => (table.lastAt[table.add(low, high)] = time));
  return table;
}

async function storeSeen(manager: EntityManager, partition: number, table: SeriesTable, since: number): Promise<void> {
  const slots: number[] = [];
  for (let slot = 0; slot < table.end; slot++) if (table.lastAt[slot]! >= since) slots.push(slot);
  const body = Buffer.allocUnsafe(4 + 16 * slots.length);
  body.writeUInt32LE(slots.length, 0);
  slots.forEach((slot, i) => {
    body.writeUInt32LE(table.low[slot]!, 4 + 8 * i);
    body.writeUInt32LE(table.high[slot]!, 8 + 8 * i);
    body.writeDoubleLE(table.lastAt[slot]!, 4 + 8 * slots.length + 8 * i);
  });
  await manager.query('update seen set body = $2 where partition = $1', [partition, body]);
}

/** Forgets series whose newest sample is older than `before`, ms. */
export async function forgetSeen(manager: EntityManager, partition: number, before: number): Promise<void> {
  await storeSeen(manager, partition, await loadSeen(manager, partition), before);
}

export function eachSeen(body: Buffer, visit: (low: number, high: number, time: number) => void): void {
  const count = body.length < 4 ? 0 : body.readUInt32LE(0);
  for (let i = 0; i < count; i++) visit(body.readUInt32LE(4 + 8 * i), body.readUInt32LE(8 + 8 * i), body.readDoubleLE(4 + 8 * (count + i)));
}
