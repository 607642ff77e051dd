import { Hono } from 'hono';
import { type ArchiveDeps, archive } from './archive.ts';
import { assets } from './assets.ts';
import { type FeedDeps, feeds } from './feeds.ts';
import { type IssuePageDeps, issuePage } from './issue-page.ts';

export type PublicPagesDeps = ArchiveDeps & IssuePageDeps & FeedDeps;

/** What everybody may read: the archive, the issues that went out, the feeds, and what the pages load. */
export function publicPages(deps: PublicPagesDeps): Hono {
  return new Hono()
    .route('/', archive(deps))
    .route('/', issuePage(deps))
    .route('/', feeds(deps))
    .route('/', assets());
}
