import { setImmediate } from 'node:timers/promises';
import { Hono, type MiddlewareHandler } from 'hono';
import type { IssueStore, PublicIssue } from '../../../issues/issue-store.ts';
import { displayLine } from '../page.ts';
import { revalidate } from '../revalidate.ts';
import { PUBLIC_PAGE } from '../security-headers.ts';
import type { Site } from '../site.ts';
import { feedContent } from './feed-content.ts';
import { atomFeed, type FeedEntry, jsonFeed, MAX_ENTRIES } from './feed-formats.ts';

export interface FeedDeps {
  issueStore: Pick<IssueStore, 'listPublicIssues' | 'readFrozenIssue'>;
  site: Site;
}

const LATEST = { offset: 0, limit: MAX_ENTRIES };

/** Of all contents together, in UTF-16 code units. Older issues beyond it have only their summary. */
const MAX_CONTENT_LENGTH = 3_000_000;

/** Lets programs on other origins read feeds. Browsers require the headers on a 304 too. */
const allowCrossOrigin: MiddlewareHandler = async (context, next) => {
  await next();
  context.header('Access-Control-Allow-Origin', '*');
  context.header('Cross-Origin-Resource-Policy', 'cross-origin');
};

const FEEDS = {
  '/feed.xml': { type: 'application/atom+xml; charset=utf-8', write: atomFeed },
  '/feed.json': { type: 'application/feed+json; charset=utf-8', write: jsonFeed },
} as const;

/** `GET /feed.xml` (Atom, RFC 4287) and `GET /feed.json` (JSON Feed 1.1): the latest issues, in full. */
export function feeds({ issueStore, site }: FeedDeps): Hono {
  const app = new Hono();
  for (const [route, { type, write }] of Object.entries(FEEDS)) {
    const writeOnce = createWriteOnce(async (issues) =>
      write(site, await readEntries(issues, { issueStore, site })),
    );
    app.get(route, allowCrossOrigin, revalidate(), async (context) => {
      const { issues } = await issueStore.listPublicIssues(LATEST);
      const [newest] = issues;
      return context.body(await writeOnce(issues), 200, {
        ...PUBLIC_PAGE,
        'Content-Type': type,
        ...(newest && { 'Last-Modified': new Date(newest.sendingAt).toUTCString() }),
      });
    });
  }
  return app;
}

/** Writes a feed again only if its issues have changed. What is frozen does not. */
function createWriteOnce(
  write: (issues: readonly PublicIssue[]) => Promise<string>,
): (issues: readonly PublicIssue[]) => Promise<string> {
  let last: { key: string; feed: Promise<string> } | null = null;
  return async (issues) => {
    const key = JSON.stringify(issues);
    if (last?.key === key) return last.feed;
    const current = { key, feed: write(issues) };
    last = current;
    try {
      return await current.feed;
    } catch (error) {
      if (last === current) last = null;
      throw error;
    }
  };
}

/** Lets other requests in between two issues. */
async function readEntries(
  issues: readonly PublicIssue[],
  { issueStore, site }: FeedDeps,
): Promise<FeedEntry[]> {
  const entries: FeedEntry[] = [];
  let room = MAX_CONTENT_LENGTH;
  for (const issue of issues) {
    const entry = toEntry(site, issue);
    const frozen = room > 0 ? await issueStore.readFrozenIssue(issue.slot, { ifPublic: true }) : null;
    const article = frozen?.article ?? null;
    const content = article === null || article.length > room ? null : feedContent(article, entry.link);
    room -= article?.length ?? 0;
    entries.push({ ...entry, content });
    await setImmediate();
  }
  return entries;
}

function toEntry(
  site: Site,
  { id, slot, subject, preheader, publishedAt }: PublicIssue,
): Omit<FeedEntry, 'content'> {
  return {
    id: `urn:uuid:${id.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5')}`,
    link: site.url(`/issues/${slot}`),
    title: displayLine(subject),
    summary: displayLine(preheader),
    date: new Date(publishedAt),
  };
}
