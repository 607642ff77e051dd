import { Hono } from 'hono';
import { reopenRefilled } from '../../../issue-actions/reopen-refilled.ts';
import type { StudioEnv } from '../frame/studio-env.ts';
import type { StudioDeps } from '../studio-deps.ts';
import { addPages } from './add-pages.ts';
import { comparisonHold } from './comparison-hold.ts';
import { comparisonList } from './comparison-list.ts';
import { comparisonPage } from './comparison-page.ts';
import { COMPARISONS_ROUTE } from './routes.ts';

/** `/studio/comparisons`: what the store holds, one comparison's fields, and adding more. */
export function comparisonSection(deps: StudioDeps): Hono<StudioEnv> {
  return new Hono<StudioEnv>()
    .use(`${COMPARISONS_ROUTE}/*`, async ({ req }, next) => {
      await next();
      // What is added, released or corrected may be what a skipped week lacked.
      if (req.method === 'POST') await reopenRefilled(deps).catch(deps.onError);
    })
    .route('/', comparisonList(deps))
    .route('/', addPages(deps))
    .route('/', comparisonHold(deps))
    .route('/', comparisonPage(deps));
}
