import { Hono } from 'hono';
import type { StudioEnv } from '../frame/studio-env.ts';
import type { StudioDeps } from '../studio-deps.ts';
import { addPages } from './add-pages.ts';
import { comparisonHold } from './comparison-hold.ts';
import { comparisonList } from './comparison-list.ts';
import { comparisonPage } from './comparison-page.ts';

/** `/studio/comparisons`: what the store holds, one comparison's fields, and adding more. */
export function comparisonSection(deps: StudioDeps): Hono<StudioEnv> {
  return new Hono<StudioEnv>()
    .route('/', comparisonList(deps))
    .route('/', addPages(deps))
    .route('/', comparisonHold(deps))
    .route('/', comparisonPage(deps));
}
