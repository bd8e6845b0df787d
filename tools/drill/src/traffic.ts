const PER_SECOND = 20;

/** Steady load on the workload; what fails while it restarts is part of the story. Returns how to stop it. */
export function startTraffic(url: string): () => void {
  const timer = setInterval(() => {
    fetch(`${url}/work`, { signal: AbortSignal.timeout(5_000) })
      .then((r) => r.text())
      .catch(() => undefined);
  }, 1000 / PER_SECOND);
  return () => clearInterval(timer);
}
