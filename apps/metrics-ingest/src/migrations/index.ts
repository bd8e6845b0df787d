export { Journal1764000000001 } from './0001-journal.ts';
export { Senders1764000000002 } from './0002-senders.ts';
export { Attachments1764000000010 } from './0010-attachments.ts';
export { Backfills1764000000009 } from './0009-backfills.ts';
export { Packs1764000000003 } from './0003-packs.ts';
export { Rollups1764000000020 } from './0020-rollups.ts';
export { SeriesSegments1764000000011 } from './0011-series-segments.ts';
export { Fold1764000000022 } from './0022-fold.ts';
