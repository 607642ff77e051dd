import { Feed } from 'feed';
import { html } from 'hono/html';
import { z } from 'zod';
import { displayLine, HOME } from '../page.ts';
import type { Site } from '../site.ts';

export const MAX_ENTRIES = 20;

export interface FeedEntry {
  /** From the frozen issue's id, so that it survives a move of the site. */
  id: string;
  link: string;
  title: string;
  summary: string;
  /** HTML; null if only the summary is given. */
  content: string | null;
  date: Date;
}

const descriptionOf = ({ newsletter: { name } }: Site) => `Every issue of ${displayLine(name)}.`;

/**
 * The library writes titles and summaries as HTML in CDATA sections, so text must be escaped (then it cannot contain
 * `]]>` either). Everywhere else it writes plain text, in which it expects `&amp;` for an ampersand.
 */
export function atomFeed(site: Site, entries: readonly FeedEntry[]): string {
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
      .max(MAX_ENTRIES),
  })
  .describe('See https://www.jsonfeed.org/version/1.1/');

/** The library writes only version 1.0. */
export function jsonFeed(site: Site, entries: readonly FeedEntry[]): string {
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
