import { type Context, Hono } from 'hono';
import { html } from 'hono/html';
import { DateTime } from 'luxon';
import { weekWords } from '../../../../emails/_components/digest/wording.ts';
import type { IssueStore, PublicIssue } from '../../../issues/issue-store.ts';
import { displayLine, type Markup, page } from '../page.ts';
import type { AnswerProblem } from '../problem-page.ts';
import { revalidate } from '../revalidate.ts';
import { PUBLIC_PAGE } from '../security-headers.ts';
import type { Site } from '../site.ts';

export interface ArchiveDeps {
  issueStore: Pick<IssueStore, 'listPublicIssues'>;
  site: Site;
  answerProblem: AnswerProblem;
}

/** A year of weeks. */
const ISSUES_PER_PAGE = 52;

/** `GET /issues`: published issues, newest first. */
export function archive({ issueStore, site, answerProblem }: ArchiveDeps): Hono {
  return new Hono().get('/issues', revalidate(), async (context) => {
    const number = pageNumber(context);
    if (number === null) return answerProblem(context, NO_SUCH_PAGE);
    const offset = (number - 1) * ISSUES_PER_PAGE;
    const { issues, total } = await issueStore.listPublicIssues({ offset, limit: ISSUES_PER_PAGE });
    const last = Math.max(1, Math.ceil(total / ISSUES_PER_PAGE));
    if (number > last) return answerProblem(context, NO_SUCH_PAGE);
    return context.html(archivePage(site, { issues, number, last }), 200, PUBLIC_PAGE);
  });
}

const NO_SUCH_PAGE = { status: 404, title: 'The list of issues has no such page' } as const;

function pageNumber(context: Context): number | null {
  const given = context.req.query('page') ?? '1';
  return /^[1-9]\d{0,4}$/.test(given) ? Number(given) : null;
}

interface ArchivePage {
  issues: readonly PublicIssue[];
  number: number;
  last: number;
}

function archivePage(site: Site, { issues, number, last }: ArchivePage): Markup {
  const { name } = site.newsletter;
  return page(site, {
    title: number === 1 ? 'Issues' : `Issues, page ${number}`,
    description: `Every issue of ${name}, the newest first.`,
    route: number === 1 ? '/issues' : `/issues?page=${number}`,
    body: html`
${
  issues.length === 0
    ? html`<p>No issue has gone out yet. The first one will appear here as soon as it is on its way.</p>`
    : html`<p class="muted">Every issue of <bdi>${name}</bdi>, the newest first.</p>
<ul class="issues">${issues.map((issue) => entry(site, issue))}</ul>`
}
${last > 1 && pages(site, { number, last })}`,
  });
}

function entry(site: Site, { slot, subject, preheader, sendingAt }: PublicIssue): Markup {
  const sent = DateTime.fromMillis(sendingAt, { zone: site.timezone, locale: 'en-GB' });
  return html`
<li>
<p class="muted">${weekWords(slot)} · <time datetime="${sent.toISODate()}">${sent.toLocaleString(DateTime.DATE_FULL)}</time></p>
<h2><a href="${site.path(`/issues/${slot}`)}"><bdi>${displayLine(subject)}</bdi></a></h2>
<p><bdi>${displayLine(preheader)}</bdi></p>
</li>`;
}

function pages(site: Site, { number, last }: { number: number; last: number }): Markup {
  const to = (other: number) => site.path(other === 1 ? '/issues' : `/issues?page=${other}`);
  return html`
<nav class="pages" aria-label="Pages">
${number > 1 && html`<a rel="prev" href="${to(number - 1)}">Newer issues</a>`}
<span class="muted">Page ${number} of ${last}</span>
${number < last && html`<a rel="next" href="${to(number + 1)}">Older issues</a>`}
</nav>`;
}
