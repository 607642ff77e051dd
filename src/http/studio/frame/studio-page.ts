import type { Context } from 'hono';
import { html } from 'hono/html';
import type { ContentfulStatusCode } from 'hono/utils/http-status';
import { ASSETS } from '../../pages/assets.ts';
import { displayLine, type Markup } from '../../pages/page.ts';
import type { Site } from '../../pages/site.ts';
import { icon } from './components/icons.ts';
import { navigation, type StudioSection } from './navigation.ts';
import { assetRoute, type StudioScript } from './studio-assets.ts';
import type { StudioEnv } from './studio-env.ts';

export { type StudioSection, sectionOf } from './navigation.ts';

export interface StudioContent {
  /** For the browser's title; the heading is in `body`. */
  title: string;
  /** Without a section, the page is a door: no navigation, one card in the middle. */
  section?: StudioSection;
  body: Markup;
  /** Scripts in `assets/`; every page also works without them. */
  scripts?: readonly StudioScript[];
  status?: ContentfulStatusCode;
  headers?: Record<string, string>;
  head?: Markup | false;
  /** The heading's actions stay at the bottom of a phone's screen. */
  hasActionBar?: boolean;
}

/** Answers with a whole page. Values in markup are escaped unless they are markup themselves. */
export function answerStudioPage(
  context: Context<StudioEnv>,
  site: Site,
  { status = 200, headers = {}, ...content }: StudioContent,
): Response | Promise<Response> {
  return context.html(studioPage(context, site, content), status, headers);
}

export function studioPage(
  context: Context<StudioEnv>,
  site: Site,
  content: Omit<StudioContent, 'status' | 'headers'>,
): Markup {
  const { path } = context.var;
  const { title, section, body, scripts = [], head, hasActionBar = false } = content;
  const loaded: readonly StudioScript[] = section === undefined ? scripts : ['frame.js', ...scripts];
  return html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${title} · Studio</title>
<link rel="icon" type="image/svg+xml" href="${path(ASSETS.icon.route)}">
<link rel="stylesheet" href="${path(assetRoute('studio.css'))}">
${loaded.map((script) => html`<script type="module" src="${path(assetRoute(script))}"></script>`)}
${head}
</head>
<body${hasActionBar && html` class="has-act-bar"`}>
${section === undefined ? html`<main id="main" class="door">${body}</main>` : framed(context, { site, section, body })}
</body>
</html>
`;
}

function framed(
  context: Context<StudioEnv>,
  { site, section, body }: { site: Site; section: StudioSection; body: Markup },
): Markup {
  return html`<a class="skip" href="#main">Skip to content</a>
<header class="masthead">
<div class="wide">
<a class="brand" href="${context.var.path('/studio')}">${brandName(site)}</a>
${navigation(context, section)}
</div>
</header>
<main id="main" tabindex="-1" class="wide">
${body}
</main>`;
}

/** The newsletter's name beside the mark. */
export function brandName({ newsletter: { name } }: Site): Markup {
  return html`${icon('brand')} <bdi>${name === '' ? 'Studio' : displayLine(name)}</bdi>`;
}
