import type { Context } from 'hono';
import { html } from 'hono/html';
import type { ContentfulStatusCode } from 'hono/utils/http-status';
import { ASSETS } from '../../pages/assets.ts';
import type { Markup } from '../../pages/page.ts';
import type { Site } from '../../pages/site.ts';
import { assetRoute, type StudioScript } from './studio-assets.ts';
import type { StudioEnv } from './studio-env.ts';

const NAVIGATION = [
  { route: '/studio', label: 'This week' },
  { route: '/studio/issues', label: 'Issues' },
  { route: '/studio/subscribers', label: 'Subscribers' },
  { route: '/studio/look', label: 'Look' },
  { route: '/studio/settings', label: 'Settings' },
  { route: '/studio/outbox', label: 'Outbox' },
  { route: '/studio/sign-ins', label: 'Sign-ins' },
] as const;

export type StudioSection = (typeof NAVIGATION)[number]['route'];

export function sectionOf(path: string): StudioSection {
  const entry = NAVIGATION.findLast(({ route }) => path === route || path.startsWith(`${route}/`));
  return entry?.route ?? '/studio';
}

export interface StudioContent {
  /** For the browser's title; the heading is in `body`. */
  title: string;
  /** Without a section, the page has no navigation. */
  section?: StudioSection;
  body: Markup;
  /** Scripts in `assets/`; every page also works without them. */
  scripts?: readonly StudioScript[];
  status?: ContentfulStatusCode;
  headers?: Record<string, string>;
  head?: Markup | false;
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
  { var: { path, session } }: Context<StudioEnv>,
  site: Site,
  { title, section, body, scripts = [], head }: Omit<StudioContent, 'status' | 'headers'>,
): Markup {
  return html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${title} · Studio</title>
<link rel="icon" type="image/svg+xml" href="${path(ASSETS.icon.route)}">
<link rel="stylesheet" href="${path(assetRoute('studio.css'))}">
${scripts.map((script) => html`<script type="module" src="${path(assetRoute(script))}"></script>`)}
${head}
</head>
<body>
<a class="skip" href="#main">Skip to content</a>
<header class="masthead">
<div class="wide">
<p class="name"><bdi>${site.newsletter.name}</bdi> <span>Studio</span></p>
${
  section !== undefined &&
  html`<nav aria-label="Studio"><ul>${NAVIGATION.map(
    ({ route, label }) =>
      html`<li><a href="${path(route)}"${route === section && html` aria-current="true"`}>${label}</a></li>`,
  )}</ul></nav>`
}
${session !== null && html`<form method="post" action="${path('/studio/sign-out')}"><button class="plain">Sign out</button></form>`}
</div>
</header>
<main id="main" tabindex="-1" class="wide">
${body}
</main>
</body>
</html>
`;
}
