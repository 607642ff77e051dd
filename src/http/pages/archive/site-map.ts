import { Hono } from 'hono';
import { html } from 'hono/html';
import type { IssueStore } from '../../../issues/issue-store.ts';
import { ARCHIVE, HOME } from '../page.ts';
import { revalidate } from '../revalidate.ts';
import { PUBLIC_PAGE } from '../security-headers.ts';
import type { Site } from '../site.ts';

export interface SiteMapDeps {
  issueStore: Pick<IssueStore, 'listPublicIssues'>;
  site: Site;
}

const ROUTE = '/sitemap.xml';
/** A file may name 50,000 URLs (sitemaps.org/protocol.html); these are nine hundred years. */
const MAX_ISSUES = 49_000;

/** Pages for editors, programs, or one person. */
const PRIVATE = [
  '/studio',
  '/api/',
  '/confirm/',
  '/data/',
  '/preferences',
  '/unsubscribe',
  '/subscribe',
] as const;

/** `GET /sitemap.xml` (sitemaps.org) lists the public pages; `GET /robots.txt` (RFC 9309) names it, and what to leave. */
export function siteMap({ issueStore, site }: SiteMapDeps): Hono {
  return new Hono()
    .get(ROUTE, revalidate(), async (context) => {
      const { issues } = await issueStore.listPublicIssues({ offset: 0, limit: MAX_ISSUES });
      const newest = issues[0]?.publishedAt ?? null;
      const urls = [
        { route: HOME, changedAt: newest },
        { route: ARCHIVE, changedAt: newest },
        ...issues.map(
          ({ slot, publishedAt }) => ({ route: `/issues/${slot}`, changedAt: publishedAt }) as const,
        ),
      ];
      const entries = urls.map(
        ({ route, changedAt }) => html`
<url><loc>${site.url(route as `/${string}`)}</loc>${changedAt !== null && html`<lastmod>${new Date(changedAt).toISOString()}</lastmod>`}</url>`,
      );
      const xml = html`<?xml version="1.0" encoding="utf-8"?>
<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">${entries}
</urlset>
`;
      return context.body(String(xml), 200, {
        ...PUBLIC_PAGE,
        'Content-Type': 'application/xml; charset=utf-8',
      });
    })
    .get('/robots.txt', revalidate(), (context) =>
      context.text(
        [
          'User-agent: *',
          ...PRIVATE.map((route) => `Disallow: ${site.path(route)}`),
          '',
          `Sitemap: ${site.url(ROUTE)}`,
          '',
        ].join('\n'),
        200,
        PUBLIC_PAGE,
      ),
    );
}
