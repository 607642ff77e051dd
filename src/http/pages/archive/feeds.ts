import { Feed } from 'feed';
import { Hono, type MiddlewareHandler } from 'hono';
import { html } from 'hono/html';
import { z } from 'zod';
import type { IssueStore, PublicIssue } from '../../../issues/issue-store.ts';
import { displayLine, HOME } from '../page.ts';
import { revalidate } from '../revalidate.ts';
import { PUBLIC_PAGE } from '../security-headers.ts';
import type { Site } from '../site.ts';

export interface FeedDeps {
  issueStore: Pick<IssueStore, 'listPublicIssues'>;
  site: Site;
}

const LATEST = { offset: 0, limit: 20 };

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

/** `GET /feed.xml` (Atom, RFC 4287) and `GET /feed.json` (JSON Feed 1.1): the latest issues. */
export function feeds({ issueStore, site }: FeedDeps): Hono {
  const app = new Hono();
  for (const [route, { type, write }] of Object.entries(FEEDS)) {
    app.get(route, allowCrossOrigin, revalidate(), async (context) => {
      const { issues } = await issueStore.listPublicIssues(LATEST);
      const entries = issues.map((issue) => toEntry(site, issue));
      const [newest] = entries;
      return context.body(write(site, entries), 200, {
        ...PUBLIC_PAGE,
        'Content-Type': type,
        ...(newest && { 'Last-Modified': newest.date.toUTCString() }),
      });
    });
  }
  return app;
}

interface FeedEntry {
  /** From the frozen issue's id, so that it survives a move of the site. */
  id: string;
  link: string;
  title: string;
  summary: string;
  date: Date;
}

function toEntry(site: Site, { id, slot, subject, preheader, sendingAt }: PublicIssue): FeedEntry {
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
  for (const { id, link, title, summary, date } of entries)
    feed.addItem({
      id,
      link,
      date,
      published: date,
      title: escapeHtml(title),
      ...(summary !== '' && { description: escapeHtml(summary) }),
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
          content_text: z.string().describe('the beginning, as mailboxes show it'),
          date_published: z.iso.datetime(),
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
    items: entries.map(({ id, link, title, summary, date }) => ({
      id,
      url: link,
      title,
      content_text: summary,
      date_published: date.toISOString(),
    })),
  };
  return JSON.stringify(feed);
}
