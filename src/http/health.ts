import { Hono } from 'hono';
import type { Metrics } from './metrics.ts';
import { problem } from './problem.ts';

export interface HealthDeps {
  /** Why the program cannot do its work now; null where it can. */
  readiness: () => Promise<string | null>;
  metrics: Metrics;
  /** Told of every request that failed for a reason of our own. */
  onError: (error: unknown) => void;
}

/** What a supervisor asks: whether the process is up, whether it can do its work, and how things stand. */
export function health({ readiness, metrics, onError }: HealthDeps): Hono {
  return new Hono()
    .get('/healthz', (context) => context.json({ status: 'up' }))
    .get('/readyz', async (context) => {
      try {
        const detail = await readiness();
        if (detail !== null) return problem(context, { status: 503, title: 'Not ready', detail });
      } catch (error) {
        onError(error);
        return problem(context, { status: 503, title: 'The database does not answer' });
      }
      return context.json({ status: 'ready' });
    })
    .get('/metrics', async (context) =>
      context.body(await metrics.text(), 200, { 'Content-Type': metrics.contentType }),
    );
}
