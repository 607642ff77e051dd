import type { Context } from 'hono';
import { html } from 'hono/html';
import type { Markup } from '../../pages/page.ts';
import { icon } from './components/icons.ts';
import type { StudioEnv } from './studio-env.ts';

interface Entry {
  route: `/${string}`;
  label: string;
  /** Where it is not always of use. */
  isShown?: (variables: StudioEnv['Variables']) => boolean;
}

/** The sections, in the order of their links. A new section adds its line here. */
const SECTIONS = [
  { route: '/studio', label: 'Next issue' },
  { route: '/studio/issues', label: 'Issues' },
  { route: '/studio/subscribers', label: 'Subscribers' },
  { route: '/studio/comparisons', label: 'Comparisons' },
  { route: '/studio/look', label: 'Look' },
  { route: '/studio/settings', label: 'Settings' },
  { route: '/studio/outbox', label: 'Test mailbox', isShown: ({ hasTestMailbox }) => hasTestMailbox },
] as const satisfies readonly Entry[];

/** Beside signing out, because it is about who may enter. */
const SIGN_INS = { route: '/studio/sign-ins', label: 'Sign-ins' } as const satisfies Entry;

const ALL: readonly Entry[] = [...SECTIONS, SIGN_INS];

export type StudioSection = (typeof SECTIONS)[number]['route'] | typeof SIGN_INS.route;

/** The section that a page belongs to by its URL; the home page's if it is none of the others. */
export function sectionOf(path: string): StudioSection {
  const entry = ALL.findLast(({ route }) => path === route || path.startsWith(`${route}/`));
  return (entry?.route ?? '/studio') as StudioSection;
}

export function labelOf(section: StudioSection): string {
  return ALL.find(({ route }) => route === section)?.label ?? '';
}

/** The links of every page: in a line, and below 1080 px in a menu. One of the two is not displayed. */
export function navigation({ var: variables }: Context<StudioEnv>, section: StudioSection): Markup {
  const { path, session, hasPassword } = variables;
  const link = ({ route, label }: Entry, classes = '') =>
    html`<a${classes !== '' && html` class="${classes}"`} href="${path(route)}"${route === section && html` aria-current="true"`}>${label}</a>`;
  const shown = SECTIONS.filter((entry: Entry) => entry.isShown?.(variables) ?? true);
  const list = html`<ul>${shown.map((entry) => html`<li>${link(entry)}</li>`)}</ul>`;
  const signOut = (classes: string) =>
    session !== null &&
    hasPassword &&
    html`<form method="post" action="${path('/studio/sign-out')}"><button${classes !== '' && html` class="${classes}"`}>Sign out</button></form>`;
  return html`
<nav class="nav-line" aria-label="Studio">${list}</nav>
<div class="end">${link(SIGN_INS, 'btn quiet slim')}${signOut('btn quiet slim')}</div>
<details class="menu nav-menu" id="navigation"><summary class="btn slim">${icon('bars')} Menu</summary>
<div class="list"><nav aria-label="Studio menu">${list}</nav><hr>${link(SIGN_INS)}${signOut('')}</div></details>`;
}
