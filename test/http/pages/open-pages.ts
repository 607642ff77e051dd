import { getElementsByTagName, textContent } from 'domutils';
import { parseDocument } from 'htmlparser2';
import type { SiteDeps } from '../../../src/http/pages/site.ts';
import type { FrozenIssue } from '../../../src/issues/frozen-issue.ts';
import type { IssueStatus } from '../../../src/issues/issue-status-rules.ts';
import type { Newsletter } from '../../../src/issues/newsletter.ts';
import { TUESDAY } from '../../support/comparisons.ts';
import { openWithTables, TEST_DATABASE } from '../../support/database/tables.ts';
import { openHttpApp, SITE, type Switches } from '../../support/http/http-app.ts';
import { SMALL_EFFORT } from '../../support/http/proofs.ts';
import { approveIssue, SLOT } from '../../support/issues.ts';
import { limitsOf } from '../../support/sign-ups.ts';

export const BROWSER = { accept: 'text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8' };

/** The whole program's HTTP on an empty database, and what a reader does with it. */
export async function openPages({
  newsletter = {},
  checks = [],
  effort = SMALL_EFFORT,
  // Tests may sign up as often as they like, except those of the limits.
  limits = limitsOf({}),
  ...site
}: { newsletter?: Partial<Newsletter> } & Pick<Switches, 'checks' | 'effort' | 'limits'> &
  Partial<Omit<SiteDeps, 'newsletter'>> = {}) {
  const stores = await openWithTables();
  const given = { ...SITE, ...site, newsletter: { ...SITE.newsletter, ...newsletter } };
  const { http, errors, hidden, signer, clock } = openHttpApp(stores, undefined, undefined, given, {
    limits,
    checks,
    effort,
  });

  const change = (slot: string, to: IssueStatus, at = TUESDAY) =>
    stores.issueStore.changeStatus({ slot, scheduledAt: TUESDAY, to, reason: null, at });

  /** Begins to send an issue. */
  const publish = async ({ at = TUESDAY, ...frozen }: Partial<FrozenIssue> & { at?: number } = {}) => {
    const { slot = SLOT } = frozen;
    const id = Buffer.from(slot).toString('hex').padEnd(32, '0');
    await approveIssue(stores, { id, at, ...frozen });
    await change(slot, 'sending', at);
  };

  return {
    ...stores,
    hidden,
    http,
    errors,
    signer,
    clock,
    change,
    publish,
    get: (path: string, headers: Record<string, string> = BROWSER) => http.request(path, { headers }),
    read: async (path: string) => (await http.request(path, { headers: BROWSER })).text(),
  };
}
export type Pages = Awaited<ReturnType<typeof openPages>>;

export const HOSTILE = [
  `</title><script>alert(1)</script>`,
  `"><img src=x onerror=alert(1)>`,
  `' onmouseover='alert(1)`,
  'javascript:alert(1)',
  '&lt;b&gt; &amp; <b>',
  ']]><x/>]]>',
  '\u202eesrever\u202c and \u2066isolated',
  'bell\u0007, escape\u001b, null\u0000, next line\u0085, not a character\uffff',
  '👩🏽‍🚀 ünïcode אבג',
] as const;

/** The same as they can be stored: PostgreSQL stores no text with U+0000. */
export const STORABLE_HOSTILE = HOSTILE.map((text) =>
  TEST_DATABASE === 'postgres' ? text.replace('null\u0000, ', '') : text,
);

/** A page as a browser parses it. */
export function parsedPage(html: string) {
  const document = parseDocument(html);
  // Every page of the studio has its frame's script; tests look for others.
  const isFrames = (src = '') => /^(\/[a-z]+)?\/studio\/assets\/frame\.js$/.test(src);
  const all = (tag: string) =>
    getElementsByTagName(tag, document).filter(({ attribs }) => !isFrames(attribs.src));
  return {
    all,
    texts: (tag: string) => all(tag).map((element) => textContent(element).replace(/\s+/g, ' ').trim()),
    attributes: (tag: string, name: string) => all(tag).flatMap(({ attribs }) => attribs[name] ?? []),
    /** The names of all elements and attributes: escaped text adds none. */
    shape: [...new Set(all('*').flatMap(({ name, attribs }) => [name, ...Object.keys(attribs)]))].sort(),
  };
}
