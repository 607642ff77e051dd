import { Hono } from 'hono';
import type { Metrics } from './metrics.ts';
import { problem } from './problem.ts';

export interface HealthDeps {
  /** Why the program cannot do its work right now; null if it can. */
  readiness: () => Promise<string | null>;
  metrics: Metrics;
  /** Called when a request fails through our own fault. */
  onError: (error: unknown) => void;
}

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
