import { Hono } from 'hono';
import { type ArchiveDeps, archive } from './archive.ts';
import { assets } from './assets.ts';
import { type FeedDeps, feeds } from './feeds.ts';
import { type IssuePageDeps, issuePage } from './issue-page.ts';

export type PublicPagesDeps = ArchiveDeps & IssuePageDeps & FeedDeps;

/** Everything public and readable: the archive, published issues, feeds and assets. */
export function publicPages(deps: PublicPagesDeps): Hono {
  return new Hono()
    .route('/', archive(deps))
    .route('/', issuePage(deps))
    .route('/', feeds(deps))
    .route('/', assets());
}
