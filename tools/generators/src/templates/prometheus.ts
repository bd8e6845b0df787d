import { stringify } from 'yaml';
import type { ServiceSpec } from '../service-spec.ts';

const HEADER =
  '# Written by `npm run generate:service`: Prometheus of docker-compose.yml. It scrapes the services and sends everything on to metrics-ingest.\n';

export function prometheusYaml(services: readonly ServiceSpec[]): string {
  return (
    HEADER +
    stringify({
      global: { scrape_interval: '15s', external_labels: { installation: 'compose' } },
      rule_files: ['/etc/prometheus/rules/*.yml'],
      scrape_configs: services.map(({ name, port }) => ({ job_name: name, static_configs: [{ targets: [`${name}:${port}`] }] })),
      remote_write: [
        {
          url: 'http://metrics-ingest:3020/api/v1/write',
          authorization: { type: 'Bearer', credentials_file: '/run/cloudops/write.key' },
        },
      ],
    })
  );
}
