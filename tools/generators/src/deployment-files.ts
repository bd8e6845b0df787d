import type { ServiceSpec } from './service-spec.ts';
import { composeYaml } from './templates/compose.ts';
import { dashboardJson } from './templates/dashboard.ts';
import { serviceDockerfile, setupDockerfile } from './templates/dockerfile.ts';
import { prometheusYaml } from './templates/prometheus.ts';

/** Everything about the deployment that follows from the list of services, by path from the root. */
export function deploymentFiles(services: readonly ServiceSpec[]): Record<string, string> {
  const each = (path: (name: string) => string, text: (service: ServiceSpec) => string): [string, string][] =>
    services.map((service) => [path(service.name), text(service)]);
  return Object.fromEntries([
    ...each((name) => `deploy/docker/${name}.Dockerfile`, serviceDockerfile),
    ...each((name) => `monitoring/grafana/dashboards/${name}.json`, dashboardJson),
    ['deploy/docker/setup.Dockerfile', setupDockerfile()],
    ['docker-compose.yml', composeYaml(services)],
    ['monitoring/prometheus/prometheus.yml', prometheusYaml(services)],
  ]);
}
