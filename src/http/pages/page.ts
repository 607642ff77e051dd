import { html } from 'hono/html';
import { oneLine, withoutBidiControls } from '../../shared/clean-text.ts';
import { ASSETS } from './assets.ts';
import type { Site } from './site.ts';

/** Markup in which everything inserted is escaped, unless it is markup itself. */
export type Markup = ReturnType<typeof html>;

export interface PageContent {
  /** The heading. The browser's title adds the newsletter's name. */
  title: string;
  /** For search engines and link previews. */
  description?: string;
  /** The page's canonical route; errors and token pages have none. */
  route?: `/${string}`;
  /** The page answers a form that may be in a frame on another site, so its links must leave the frame. */
  mayBeFramed?: boolean;
  body: Markup;
}

export const HOME = '/';

const NAVIGATION = [
  { route: HOME, label: 'Sign up' },
  { route: '/issues', label: 'Issues' },
  { route: '/feed.xml', label: 'Feed' },
] as const;

/** A complete public page. Send it with the matching headers from `security-headers.ts`. */
export function page(site: Site, { title, description, route, mayBeFramed, body }: PageContent): Markup {
  const { name, postalAddress } = site.newsletter;
  return html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
${mayBeFramed === true && html`<base target="_top">`}
<title>${title} · ${name}</title>
${description !== undefined && html`<meta name="description" content="${description}">`}
${route !== undefined && html`<link rel="canonical" href="${site.url(route)}">`}
<link rel="icon" type="image/svg+xml" href="${site.path(ASSETS.icon.route)}">
<link rel="stylesheet" href="${site.path(ASSETS.styleSheet.route)}">
<link rel="alternate" type="application/atom+xml" title="${name}" href="${site.path('/feed.xml')}">
<link rel="alternate" type="application/feed+json" title="${name}" href="${site.path('/feed.json')}">
</head>
<body>
<a class="skip" href="#main">Skip to content</a>
<header class="masthead">
<div class="column">
<a class="name" href="${site.path(HOME)}"><bdi>${name}</bdi></a>
<nav aria-label="Main"><ul>${NAVIGATION.map((entry) => navigationEntry(site, entry, route))}</ul></nav>
</div>
</header>
<main id="main" tabindex="-1">
<div class="card">
<h1><bdi>${title}</bdi></h1>
${body}
</div>
</main>
<footer>
<div class="column">
<address><bdi>${name}</bdi><br><bdi>${postalAddress}</bdi></address>
<p><a href="${site.path('/feed.xml')}">Atom feed</a> · <a href="${site.path('/feed.json')}">JSON feed</a></p>
</div>
</footer>
</body>
</html>
`;
}

function navigationEntry(
  site: Site,
  { route, label }: (typeof NAVIGATION)[number],
  current: string | undefined,
): Markup {
  const here = current === route && html` aria-current="page"`;
  return html`<li><a href="${site.path(route)}"${here}>${label}</a></li>`;
}

/** A text on one line, without control characters that could reorder the text around it. */
export function displayLine(text: string): string {
  return oneLine(withoutBidiControls(text));
}
