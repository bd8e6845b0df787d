import { DomainError, type FileDiscovery, type ScrapeTarget, type TargetGroups } from '@cloudops/contracts';
import { deriveEntity } from '../entity-derivation.ts';
import { canonicalLabels } from '../labels.ts';
import { compileRules } from '../relabelling.ts';

/** Targets of one file, and what kept others from being some. */
export interface DiscoveredTargets {
  readonly targets: ScrapeTarget[];
  readonly faults: string[];
}

/**
 * The targets that a file's groups stand for, as Prometheus makes them: `__address__`, `__scheme__`, `__metrics_path__`, `job` and
 * `__meta_filepath` beside the group's labels, then `targetRelabel`; a missing port is the scheme's, a missing `instance` the address,
 * and labels that begin with `__` are taken off.
 * @throws DomainError `invalid` for rules that do not compile.
 */
export function discoverTargets(discovery: FileDiscovery, groups: TargetGroups, file: string, environment: string): DiscoveredTargets {
  const relabel = compileRules(discovery.targetRelabel);
  const [targets, faults]: [ScrapeTarget[], string[]] = [[], []];
  for (const { targets: addresses, labels } of groups) {
    for (const address of addresses) {
      const own = new Map(
        Object.entries({
          ...{ job: discovery.job, __scheme__: discovery.scheme, __metrics_path__: discovery.metricsPath },
          ...labels,
          ...{ __address__: address, __meta_filepath: file },
        }),
      );
      if (!relabel(own)) continue;
      try {
        targets.push(targetOf(discovery, own, environment));
      } catch (error) {
        if (!(error instanceof DomainError)) throw error;
        faults.push(`${address}: ${error.message}`);
      }
    }
  }
  return { targets, faults };
}

function targetOf(discovery: FileDiscovery, labels: ReadonlyMap<string, string>, environment: string): ScrapeTarget {
  const address = withPort(labels.get('__address__') ?? '', labels.get('__scheme__') ?? '');
  const url = urlOf(address, labels);
  const job = labels.get('job') || discovery.job;
  const kept = [...labels].filter(([name, value]) => !name.startsWith('__') && name !== 'job' && value !== '');
  const own = { instance: address, ...Object.fromEntries(kept) };
  const { intervalMs, timeoutMs, relabel, sampleLimit, honorTimestamps, honorLabels, bodySizeLimit } = discovery;
  return {
    ...{ job, url, labels: own, intervalMs, timeoutMs, relabel, sampleLimit, honorTimestamps, honorLabels, bodySizeLimit },
    entity: deriveEntity(environment, canonicalLabels({ ...own, job })),
    expiresAt: null,
  };
}

const withPort = (address: string, scheme: string): string =>
  address === '' || /:\d+$/.test(address) ? address : `${address}:${scheme === 'https' ? 443 : 80}`;

function urlOf(address: string, labels: ReadonlyMap<string, string>): string {
  const query = new URLSearchParams();
  for (const [name, value] of labels) if (name.startsWith('__param_') && value !== '') query.set(name.slice('__param_'.length), value);
  const url = `${labels.get('__scheme__')}://${address}${labels.get('__metrics_path__')}`;
  const isPlain = address !== '' && !/[/?#@\s]/.test(address) && URL.canParse(url);
  if (!isPlain) throw new DomainError('invalid', 'target-address', `${JSON.stringify(address)} is no address of a target`);
  return query.size > 0 ? `${url}?${query.toString()}` : url;
}
