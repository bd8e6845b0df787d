import type { KubernetesObjectApi } from '@kubernetes/client-node';
import type { KubernetesSpec } from './kubernetes-runner.ts';

/** By the kubeconfig that the inventory names, else as the service account of this pod. Read anew each time: tokens are rotated. */
export async function connectKubernetes({ kubeconfig, context }: KubernetesSpec): Promise<KubernetesObjectApi> {
  const { KubeConfig, KubernetesObjectApi } = await import('@kubernetes/client-node');
  const config = new KubeConfig();
  if (kubeconfig === undefined) config.loadFromCluster();
  else config.loadFromFile(kubeconfig);
  if (context !== undefined) config.setCurrentContext(context);
  return KubernetesObjectApi.makeApiClient(config);
}
