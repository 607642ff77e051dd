import { html } from 'hono/html';
import { logoRoute, shownSize } from '../../look/logo.ts';
import { lookLinks } from '../../look/shown-look.ts';
import { oneLine, withoutBidiControls } from '../../shared/clean-text.ts';
import { ASSETS } from './assets.ts';
import { accentRoute, BRAND_ROUTE } from './look.ts';
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
  /** More of the head: link previews, neighbouring pages. */
  head?: Markup;
  /** The body has its own heading, and fills the page's width. */
  isWide?: boolean;
  body: Markup;
  /** In the footer, above who sends the newsletter. */
  note?: string;
}

export const HOME = '/';
export const ARCHIVE = '/issues';

const NAVIGATION = [
  { route: ARCHIVE, label: 'Archive' },
  { route: HOME, label: 'Sign up' },
] as const;

/** A complete public page. Send it with the matching headers from `security-headers.ts`. */
export function page(site: Site, content: PageContent): Markup {
  const { title, route, isWide = false, body, note } = content;
  return html`<!doctype html>
<html lang="en">
<head>${pageHead(site, content)}
</head>
<body>
<a class="skip-link" href="#main">Skip to content</a>
${siteHeader(site, route)}
${
  isWide
    ? html`<main id="main" tabindex="-1">${body}</main>`
    : html`<main id="main" class="sheet" tabindex="-1">
<div class="wrap"><div class="one">
<h1><bdi>${title}</bdi></h1>
${body}
</div></div>
</main>`
}
${siteFooter(site, note)}
</body>
</html>
`;
}

function pageHead(site: Site, { title, description, route, mayBeFramed, head }: PageContent): Markup {
  const { name } = site.newsletter;
  return html`
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
${mayBeFramed === true && html`<base target="_top">`}
<title>${title} · ${name}</title>
${description !== undefined && html`<meta name="description" content="${description}">`}
${route !== undefined && html`<link rel="canonical" href="${site.url(route)}">`}
<link rel="icon" type="image/svg+xml" href="${site.path(ASSETS.icon.route)}">
<link rel="stylesheet" href="${site.path(ASSETS.styleSheet.route)}">
${site.look().accent !== null && html`<link rel="stylesheet" href="${site.path(accentRoute(BRAND_ROUTE, site.look().accent))}">`}
<link rel="alternate" type="application/atom+xml" title="${name}" href="${site.path('/feed.xml')}">
<link rel="alternate" type="application/feed+json" title="${name}" href="${site.path('/feed.json')}">
${head}`;
}

function siteHeader(site: Site, route: string | undefined): Markup {
  const { tagline } = site.look();
  return html`<header class="bar">
<div class="wrap">
<a class="name" href="${site.path(HOME)}">${nameOrLogo(site)}</a>
${tagline !== null && html`<p class="tagline small">${tagline}</p>`}
<nav aria-label="Main"><ul>${NAVIGATION.map((entry) => navigationEntry(site, entry, route))}</ul></nav>
</div>
</header>`;
}

function siteFooter(site: Site, note: string | undefined): Markup {
  const { name, postalAddress } = site.newsletter;
  const look = site.look();
  const links = lookLinks(look);
  return html`<footer class="wrap foot">
${note !== undefined && html`<p>${note}</p>`}
${look.footerText !== null && html`<p class="own">${look.footerText}</p>`}
<address><bdi>${name}</bdi><br><bdi>${postalAddress}</bdi></address>
<p class="links"><a href="${site.path(ARCHIVE)}">Archive</a> <a href="${site.path('/feed.xml')}">Atom feed</a> <a href="${site.path('/feed.json')}">JSON feed</a> <a href="${site.path(HOME)}">Sign up</a></p>
${links.length > 0 && html`<p class="links">${links.map(({ label, url }) => html`<a href="${url}" rel="noopener">${label}</a> `)}</p>`}
</footer>`;
}

function nameOrLogo(site: Site): Markup {
  const { name } = site.newsletter;
  const { logo } = site.look();
  if (logo === null) return html`<bdi>${name}</bdi>`;
  const { width, height } = shownSize(logo);
  return html`<img class="logo" src="${site.path(logoRoute(logo.hash))}" width="${width}" height="${height}" alt="${logo.alt ?? name}">`;
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
