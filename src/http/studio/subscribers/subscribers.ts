import { Hono } from 'hono';
import type { StudioEnv } from '../frame/studio-env.ts';
import { importPages } from '../import/import-pages.ts';
import type { StudioDeps } from '../studio-deps.ts';
import { bulkPages } from './bulk-pages.ts';
import { createSearches } from './sealed-searches.ts';
import { subscriberAddPages } from './subscriber-add.ts';
import { subscriberErasePages } from './subscriber-erase.ts';
import { subscriberLeavePages } from './subscriber-leave.ts';
import { subscriberLiftPages } from './subscriber-lift.ts';
import { subscriberListPages } from './subscriber-list.ts';
import { subscriberPages } from './subscriber-page.ts';

/** Everything under `/studio/subscribers`. */
export function subscriberSection(deps: StudioDeps): Hono<StudioEnv> {
  const searches = createSearches(deps.signingSecrets, deps.clock);
  return new Hono<StudioEnv>()
    .route('/', subscriberListPages(deps, searches))
    .route('/', bulkPages(deps, searches))
    .route('/', subscriberAddPages(deps))
    .route('/', importPages(deps))
    .route('/', subscriberPages(deps))
    .route('/', subscriberLeavePages(deps))
    .route('/', subscriberLiftPages(deps))
    .route('/', subscriberErasePages(deps));
}
