import { setImmediate } from 'node:timers/promises';
import { Feed } from 'feed';
import { Hono, type MiddlewareHandler } from 'hono';
import { html } from 'hono/html';
import { z } from 'zod';
import type { IssueStore, PublicIssue } from '../../../issues/issue-store.ts';
import { displayLine, HOME } from '../page.ts';
import { revalidate } from '../revalidate.ts';
import { PUBLIC_PAGE } from '../security-headers.ts';
import type { Site } from '../site.ts';
import { feedContent } from './feed-content.ts';

export interface FeedDeps {
  issueStore: Pick<IssueStore, 'listPublicIssues' | 'readFrozenIssue'>;
  site: Site;
}

const LATEST = { offset: 0, limit: 20 };

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

interface FeedEntry {
  /** From the frozen issue's id, so that it survives a move of the site. */
  id: string;
  link: string;
  title: string;
  summary: string;
  /** HTML; null if only the summary is given. */
  content: string | null;
  date: Date;
}

function toEntry(
  site: Site,
  { id, slot, subject, preheader, sendingAt }: PublicIssue,
): Omit<FeedEntry, 'content'> {
  return {
    id: `urn:uuid:${id.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5')}`,
    link: site.url(`/issues/${slot}`),
    title: displayLine(subject),
    summary: displayLine(preheader),
    date: new Date(sendingAt),
  };
}

const descriptionOf = ({ newsletter: { name } }: Site) => `Every issue of ${displayLine(name)}.`;

/**
 * The library writes titles and summaries as HTML in CDATA sections, so text must be escaped (then it cannot contain
 * `]]>` either). Everywhere else it writes plain text, in which it expects `&amp;` for an ampersand.
 */
function atomFeed(site: Site, entries: readonly FeedEntry[]): string {
  const name = displayLine(site.newsletter.name);
  const feed = new Feed({
    id: site.url('/feed.xml'),
    title: escapeAmpersands(name),
    description: escapeAmpersands(descriptionOf(site)),
    link: site.url(HOME),
    feed: site.url('/feed.xml'),
    author: { name: escapeAmpersands(name) },
    updated: entries[0]?.date ?? new Date(0),
    generator: false,
  });
  for (const { id, link, title, summary, content, date } of entries)
    feed.addItem({
      id,
      link,
      date,
      published: date,
      title: escapeHtml(title),
      ...(summary !== '' && { description: escapeHtml(summary) }),
      ...(content !== null && { content }),
    });
  return feed.atom1();
}

const escapeAmpersands = (text: string) => text.replaceAll('&', '&amp;');

const escapeHtml = (text: string) => String(html`${text}`);

export const jsonFeedSchema = z
  .object({
    version: z.literal('https://jsonfeed.org/version/1.1'),
    title: z.string(),
    description: z.string(),
    home_page_url: z.url(),
    feed_url: z.url(),
    language: z.literal('en'),
    authors: z.array(z.object({ name: z.string(), url: z.url() })),
    items: z
      .array(
        z.object({
          id: z.string().describe('a urn:uuid, which stays when the site moves'),
          url: z.url(),
          title: z.string(),
          summary: z.string().describe('the beginning, as mailboxes show it'),
          content_html: z.string().optional().describe('the whole issue'),
          content_text: z.string().optional().describe('the summary, where the whole issue is not given'),
          date_published: z.iso.datetime(),
          date_modified: z.iso.datetime(),
        }),
      )
      .max(LATEST.limit),
  })
  .describe('See https://www.jsonfeed.org/version/1.1/');

/** The library writes only version 1.0. */
function jsonFeed(site: Site, entries: readonly FeedEntry[]): string {
  const name = displayLine(site.newsletter.name);
  const feed: z.infer<typeof jsonFeedSchema> = {
    version: 'https://jsonfeed.org/version/1.1',
    title: name,
    description: descriptionOf(site),
    home_page_url: site.url(HOME),
    feed_url: site.url('/feed.json'),
    language: 'en',
    authors: [{ name, url: site.url(HOME) }],
    items: entries.map(({ id, link, title, summary, content, date }) => ({
      id,
      url: link,
      title,
      summary,
      ...(content === null ? { content_text: summary } : { content_html: content }),
      date_published: date.toISOString(),
      date_modified: date.toISOString(),
    })),
  };
  return JSON.stringify(feed);
}
