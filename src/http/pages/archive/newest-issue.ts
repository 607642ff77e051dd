import { html, raw } from 'hono/html';
import { DateTime } from 'luxon';
import type { IssueStore, PublicIssue } from '../../../issues/issue-store.ts';
import { displayLine, type Markup } from '../page.ts';
import type { Site } from '../site.ts';

export interface NewestIssue {
  issue: PublicIssue;
  /** The table of its answers, linked to the issue's page; null if it has none. */
  answers: Markup | null;
  /** Its first comparison with quotations; null if none has any. */
  excerpt: Excerpt | null;
}

/** The beginning of a comparison: what it says above its scores. */
export interface Excerpt {
  category: Markup | null;
  title: Markup;
  sentence: Markup;
  voices: Markup;
  /** The comparison's place in the issue's page. */
  href: string;
}

export type FindNewestIssue = () => Promise<NewestIssue | null>;

/** Finds the newest published issue; its article is read once. */
export function createFindNewestIssue(
  issueStore: Pick<IssueStore, 'listPublicIssues' | 'readFrozenIssue'>,
  site: Site,
): FindNewestIssue {
  let last: NewestIssue | null = null;
  return async () => {
    const [issue] = (await issueStore.listPublicIssues({ offset: 0, limit: 1 })).issues;
    if (issue === undefined) return null;
    if (last?.issue.id !== issue.id) {
      const frozen = await issueStore.readFrozenIssue(issue.slot, { ifPublic: true });
      const article = frozen?.article ?? '';
      const path = site.path(`/issues/${issue.slot}`);
      last = { issue, answers: answersIn(article, path), excerpt: excerptOf(article, path) };
    }
    return { ...last, issue };
  };
}

/** In an article, every angle bracket and quotation mark that is not markup is escaped. */
const ANSWERS = /<table class="answers">.*?<\/table>/s;

function answersIn(article: string, path: string): Markup | null {
  const [table] = ANSWERS.exec(article) ?? [];
  return table === undefined ? null : raw(table.replaceAll('href="#', `href="${path}#`));
}

const COMPARISON = /<article class="comparison[^"]*" id="([^"]*)">(.*?)<\/article>/gs;

const PARTS = {
  /** Without its place, "Featured · 1 of 8". */
  category: /^<p class="kicker">(?:(?:Featured · )?\d+ of \d+(?: · |(?=<)))?([^<].*?)<\/p>/s,
  title: /<h2[^>]*>(.*?)<\/h2>/s,
  sentence: /<p class="say">(.*?)<\/p>/s,
  voices: /<div class="voices">.*?<\/div>/s,
} as const;

function excerptOf(article: string, path: string): Excerpt | null {
  for (const [, id = '', comparison = ''] of article.matchAll(COMPARISON)) {
    const part = (name: keyof typeof PARTS) => {
      const [all, inner = all] = PARTS[name].exec(comparison) ?? [];
      return inner === undefined ? null : raw(inner);
    };
    const [category, title, sentence, voices] = [
      part('category'),
      part('title'),
      part('sentence'),
      part('voices'),
    ];
    if (title !== null && sentence !== null && voices !== null)
      return { category, title, sentence, voices, href: `${path}#${id}` };
  }
  return null;
}

/** The issue's answers below its date, or its subject where it has no table. */
export function newestIssuePart(site: Site, { issue, answers }: NewestIssue): Markup {
  const { slot, subject, preheader } = issue;
  return html`<p class="kicker">The newest issue, ${publicationDate(site, issue.publishedAt)}</p>
${
  answers ??
  html`<h2><a href="${site.path(`/issues/${slot}`)}"><bdi>${displayLine(subject)}</bdi></a></h2>
<p><bdi>${displayLine(preheader)}</bdi></p>`
}
<p class="more"><a href="${site.path(`/issues/${slot}`)}">Read the whole issue</a></p>`;
}

/** "24 November 2026", where the newsletter is. */
export function publicationDate(site: Site, instant: number): Markup {
  const date = DateTime.fromMillis(instant, { zone: site.timezone, locale: 'en-GB' });
  return html`<time datetime="${date.toISODate()}">${date.toLocaleString(DateTime.DATE_FULL)}</time>`;
}
