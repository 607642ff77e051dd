import { Hono } from 'hono';
import type { IssueStore } from '../store/issue-store.ts';
import type { Metrics } from './metrics.ts';
import { problem } from './problem.ts';

export interface HealthDeps {
  issueStore: Pick<IssueStore, 'findIssue'>;
  metrics: Metrics;
  /** Told of every request that failed for a reason of our own. */
  onError: (error: unknown) => void;
}

/** Any slot will do: whether there is an issue of it makes no difference. */
const SOME_SLOT = '2000-W01';

/** What a supervisor asks: whether the process is up, whether its database answers, and how things stand. */
export function health({ issueStore, metrics, onError }: HealthDeps): Hono {
  return new Hono()
    .get('/healthz', (context) => context.json({ status: 'up' }))
    .get('/readyz', async (context) => {
      try {
        await issueStore.findIssue(SOME_SLOT);
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
