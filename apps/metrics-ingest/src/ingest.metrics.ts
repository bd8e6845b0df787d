import { counter, gauge, histogram } from '@cloudops/platform-telemetry';
import { Injectable } from '@nestjs/common';

/** What every stage of intake and history measures, in the register that `/metrics` shows. */
@Injectable()
export class IngestMetrics {
  readonly requests = counter({
    name: 'cloudops_ingest_requests_total',
    help: 'remote_write requests by outcome: ok or the code of the failure',
    labelNames: ['outcome'],
  });
  readonly accepted = counter({
    name: 'cloudops_ingest_samples_accepted_total',
    help: 'Samples committed to the journal',
    labelNames: ['via'],
  });
  readonly duplicates = counter({
    name: 'cloudops_ingest_samples_duplicate_total',
    help: 'Samples that were stored already, with the same bits',
  });
  readonly refused = counter({ name: 'cloudops_ingest_samples_refused_total', help: 'Samples refused, by reason', labelNames: ['reason'] });
  readonly histograms = counter({ name: 'cloudops_ingest_histograms_accepted_total', help: 'Native histograms stored' });
  readonly exemplars = counter({ name: 'cloudops_ingest_exemplars_accepted_total', help: 'Exemplars stored' });
  readonly standby = counter({
    name: 'cloudops_ingest_samples_standby_total',
    help: 'Samples answered as written because the elected replica of the cluster sends them too',
  });
  readonly pending = gauge({ name: 'cloudops_ingest_pending_samples', help: 'Samples that wait for their commit' });
  readonly series = gauge({ name: 'cloudops_ingest_series', help: 'Series in the catalogue' });
  readonly journalRows = counter({ name: 'cloudops_ingest_journal_rows_total', help: 'Rows committed to the journal' });
  readonly journalBytes = counter({ name: 'cloudops_ingest_journal_bytes_total', help: 'Bytes of batches committed to the journal' });
  readonly commitSeconds = histogram({
    name: 'cloudops_ingest_commit_duration_seconds',
    help: 'Time of one group commit',
    buckets: [0.002, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 1, 5],
  });
  readonly published = counter({ name: 'cloudops_ingest_relay_published_total', help: 'Batches published', labelNames: ['partition'] });
  readonly relayLag = gauge({
    name: 'cloudops_ingest_relay_lag_rows',
    help: 'Sequenced batches that are not published yet',
    labelNames: ['partition'],
  });
  readonly foldSeconds = histogram({
    name: 'cloudops_ingest_fold_duration_seconds',
    help: 'Time to fold the journal of one partition into history',
    buckets: [0.01, 0.05, 0.1, 0.5, 1, 5, 30],
  });
  readonly mergeSeconds = histogram({
    name: 'cloudops_ingest_merge_duration_seconds',
    help: 'Time to merge the packs of one window',
    buckets: [0.01, 0.05, 0.1, 0.5, 1, 5, 30],
  });
  readonly historyBytes = gauge({ name: 'cloudops_ingest_history_bytes', help: 'Bytes of raw history on disk, indexes included' });
  readonly rollupBytes = gauge({ name: 'cloudops_ingest_rollup_bytes', help: 'Bytes of roll-ups on disk, indexes included' });
  readonly journalSize = gauge({ name: 'cloudops_ingest_journal_size_bytes', help: 'Bytes of the journal on disk' });
  readonly diskFree = gauge({ name: 'cloudops_ingest_disk_free_bytes', help: 'Bytes free on the disk of DISK_PATH' });
  readonly shedSamples = counter({
    name: 'cloudops_ingest_history_shed_samples_total',
    help: 'Samples that had to go before their time: raw, or rolled up; HISTORY_MAX_BYTES or DISK_RESERVE_BYTES was reached',
    labelNames: ['what'],
  });
  readonly rolledSamples = counter({ name: 'cloudops_ingest_rolled_samples_total', help: 'Samples rolled up, again where more came late' });
  readonly rollupBytesWritten = counter({ name: 'cloudops_ingest_rollup_bytes_written_total', help: 'Bytes of roll-ups written' });
  readonly rollSeconds = histogram({
    name: 'cloudops_ingest_roll_up_duration_seconds',
    help: 'Time to roll up one day of one partition',
    buckets: [0.01, 0.05, 0.1, 0.5, 1, 5, 30],
  });
  readonly foldedSamples = counter({ name: 'cloudops_ingest_folded_samples_total', help: 'Samples folded into history chunks' });
  readonly chunkBytes = counter({
    name: 'cloudops_ingest_chunk_bytes_total',
    help: 'Bytes of chunks written, by level',
    labelNames: ['level'],
  });
  readonly trimmedRows = counter({
    name: 'cloudops_ingest_journal_trimmed_rows_total',
    help: 'Journal rows deleted after every consumer applied them',
  });
  readonly scrapes = counter({ name: 'cloudops_ingest_scrapes_total', help: 'Scrapes by outcome', labelNames: ['outcome'] });
  readonly scrapeSeconds = histogram({
    name: 'cloudops_ingest_scrape_duration_seconds',
    help: 'Time of one scrape, parsing included',
    buckets: [0.005, 0.01, 0.05, 0.1, 0.5, 1, 5, 10],
  });
  readonly hostSeconds = histogram({
    name: 'cloudops_ingest_host_collection_duration_seconds',
    help: 'Time to read the host metrics once',
    buckets: [0.001, 0.005, 0.01, 0.05, 0.25, 1],
  });
}
