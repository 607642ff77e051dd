import { html } from 'hono/html';
import { DateTime } from 'luxon';
import type { PublicIssue } from '../../../issues/issue-store.ts';
import { addWeeks, slotDays } from '../../../schedule/slot.ts';
import type { SignUpChecks } from '../../sign-up-checks/sign-up-checks.ts';
import { linkPreview } from '../link-preview.ts';
import { ARCHIVE, displayLine, type Markup, page } from '../page.ts';
import { invitation } from '../sign-up/invitation.ts';
import type { Site } from '../site.ts';

export interface ArchivePage {
  issues: readonly PublicIssue[];
  /** How their comparisons end, in words, by slot. */
  counts: ReadonlyMap<string, string>;
  /** The first issue of the next page. */
  next: PublicIssue | null;
  number: number;
  last: number;
}

const INVITATION = {
  heading: 'The next issue by email',
  text: 'Which AI tools to ship with, once a week.',
  id: 'archive',
  source: 'archive',
};

export function archivePage(
  { site, signUpChecks }: { site: Site; signUpChecks: Pick<SignUpChecks, 'has'> },
  shown: ArchivePage,
): Markup {
  const { issues, next, number, last } = shown;
  const name = displayLine(site.newsletter.name);
  const title = number === 1 ? 'Archive' : `Archive, page ${number}`;
  const place = number === 1 ? '' : ` (page ${number} of ${last})`;
  const description = `Every issue of ${name}, the newest first${place}: which AI tools the reviewers would ship.`;
  const route = archiveRoute(number);
  return page(site, {
    title,
    description,
    route,
    isWide: true,
    head: html`${linkPreview(site, { title: `${title} · ${name}`, description, route })}
${number > 1 && html`<link rel="prev" href="${site.url(archiveRoute(number - 1))}">`}
${number < last && html`<link rel="next" href="${site.url(archiveRoute(number + 1))}">`}`,
    body: html`<div class="sheet"><div class="wrap list">
<div>
<h1>${title}</h1>
${
  issues.length === 0
    ? html`<p>No issue has gone out yet. The first one will appear here as soon as it is on its way.</p>`
    : html`<p class="muted">Every issue of <bdi>${name}</bdi>, the newest first.</p>
${monthsOf(site, issues).map((month) => monthPart(site, month, shown))}`
}
${last > 1 && pages(site, { next, number, last })}
</div>
${invitation(site, INVITATION, signUpChecks)}
</div></div>`,
  });
}

const archiveRoute = (number: number) => (number === 1 ? ARCHIVE : (`${ARCHIVE}?page=${number}` as const));

interface Month {
  name: string;
  issues: PublicIssue[];
}

const dateOf = (site: Site, { publishedAt }: PublicIssue) =>
  DateTime.fromMillis(publishedAt, { zone: site.timezone, locale: 'en-GB' });

const monthOf = (site: Site, issue: PublicIssue) => dateOf(site, issue).toFormat('MMMM yyyy');

function monthsOf(site: Site, issues: readonly PublicIssue[]): Month[] {
  const months: Month[] = [];
  for (const issue of issues) {
    const name = monthOf(site, issue);
    if (months.at(-1)?.name !== name) months.push({ name, issues: [] });
    months.at(-1)?.issues.push(issue);
  }
  return months;
}

function monthPart(site: Site, month: Month, { issues, counts, next }: ArchivePage): Markup {
  const older = (issue: PublicIssue) => issues[issues.indexOf(issue) + 1] ?? next;
  return html`
<h2 class="month">${month.name}</h2>
<ol class="issues">${month.issues.map((issue) =>
    entry(site, issue, { counts: counts.get(issue.slot) ?? '', older: older(issue) }),
  )}</ol>`;
}

function entry(
  site: Site,
  issue: PublicIssue,
  { counts, older }: { counts: string; older: PublicIssue | null },
): Markup {
  const { slot, subject, preheader } = issue;
  const date = dateOf(site, issue);
  const none = older === null ? null : weeksBetween(older.slot, slot);
  return html`
<li>
<time datetime="${date.toISODate()}"><span class="apart">${date.toLocaleString(DateTime.DATE_FULL)}</span><span aria-hidden="true">${date.day}</span></time>
<div><a href="${site.path(`/issues/${slot}`)}"><bdi>${displayLine(subject)}</bdi></a>
<p class="small"><bdi>${displayLine(preheader)}</bdi></p>
<p class="muted small">${counts}</p></div>
</li>${
    none !== null &&
    html`
<li><span></span><p class="none small">${none}</p></li>`
  }`;
}

const FULL = 'd MMMM yyyy';

/** "No issue in the week of 9 November 2026", for the weeks between two issues; null if there are none. */
function weeksBetween(earlier: string, later: string): string | null {
  const [first, last] = [addWeeks(earlier, 1), addWeeks(later, -1)];
  if (first > last) return null;
  const read = (day = '') => DateTime.fromISO(day, { locale: 'en-GB' });
  const [monday, sunday] = [read(slotDays(first)[0]), read(slotDays(last)[6])];
  const to = sunday.toFormat(FULL);
  const from = monday.toFormat(first === last || monday.year !== sunday.year ? FULL : 'd MMMM');
  return first === last ? `No issue in the week of ${from}` : `No issue from ${from} to ${to}`;
}

function pages(site: Site, { next, number, last }: Pick<ArchivePage, 'next' | 'number' | 'last'>): Markup {
  return html`
<nav class="pages" aria-label="Pages">
${number > 1 && html`<a rel="prev" href="${site.path(archiveRoute(number - 1))}">Newer issues</a>`}
<span class="muted">Page ${number} of ${last}</span>
${next !== null && html`<a rel="next" href="${site.path(archiveRoute(number + 1))}">Older: ${monthOf(site, next)}</a>`}
</nav>`;
}
