import { html, raw } from 'hono/html';
import { weekWords } from '../../../../emails/_components/digest/wording.ts';
import type { FrozenIssue } from '../../../issues/frozen-issue.ts';
import type { PublicIssue, PublicNeighbours } from '../../../issues/issue-store.ts';
import { formatDate } from '../../../schedule/local-time.ts';
import type { SignUpChecks } from '../../sign-up-checks/sign-up-checks.ts';
import { linkPreview, newsArticle } from '../link-preview.ts';
import { ARTICLE_ROUTE, accentRoute } from '../look.ts';
import { ARCHIVE, displayLine, type Markup, page } from '../page.ts';
import { invitation } from '../sign-up/invitation.ts';
import type { Site } from '../site.ts';
import { publicationDate } from './newest-issue.ts';

const NOTE =
  'This is the public copy of an issue that subscribers asked for. Scores and quotations are the reviewers’ own. A percentage is the share of the panel that would ship the tool. What is not known is left out.';

const INVITATION = {
  heading: 'Get the next issue',
  text: 'Once a week, the new answers by email.',
  source: 'issue',
};

/** An issue for a first-time visitor. */
export function articlePage(
  { site, signUpChecks }: { site: Site; signUpChecks: Pick<SignUpChecks, 'has'> },
  { slot, date, subject, preheader, article, hasImage, look }: FrozenIssue & { article: string },
  neighbours: PublicNeighbours,
): Markup {
  const title = displayLine(subject);
  const route = `/issues/${slot}` as const;
  const image = hasImage ? (`${route}.png` as const) : null;
  const publishedAt = neighbours.own?.publishedAt ?? date;
  const description = describe(site, displayLine(preheader), publishedAt);
  const preview = { title, description, route, article: { publishedAt: new Date(publishedAt), image } };
  const { beginning, rest } = afterFirst(article);
  const join = (id: string) => invitation(site, { ...INVITATION, id }, signUpChecks);
  return page(site, {
    title,
    description,
    route,
    head: html`${look !== null && look.accent !== site.look().accent && html`<link rel="stylesheet" href="${site.path(accentRoute(ARTICLE_ROUTE, look.accent))}">`}
${linkPreview(site, preview)}
${newsArticle(site, preview, look?.logo ?? site.look().logo)}
${neighbours.earlier !== null && html`<link rel="prev" href="${site.url(`/issues/${neighbours.earlier.slot}`)}">`}
${neighbours.later !== null && html`<link rel="next" href="${site.url(`/issues/${neighbours.later.slot}`)}">`}`,
    isWide: true,
    note: NOTE,
    body: html`<div class="wrap columns">
<div class="issue">
<p class="kicker">${publicationDate(site, publishedAt)} · ${weekWords(slot)}</p>
<h1><bdi>${title}</bdi></h1>
${raw(beginning)}
<div class="between">${join('between')}</div>
${raw(rest)}
${neighbourLinks(site, neighbours)}
</div>
<div class="beside">${join('beside')}</div>
</div>`,
  });
}

/** Shorter descriptions are replaced by search engines, often with words of the menu. */
const MIN_DESCRIPTION = 50;

function describe({ newsletter: { name }, timezone }: Site, preheader: string, publishedAt: number): string {
  if (preheader.length >= MIN_DESCRIPTION) return preheader;
  const whose = `${displayLine(name)}, the issue of ${formatDate(publishedAt, timezone)}.`;
  return preheader === '' ? whose : `${preheader} · ${whose}`;
}

/** Behind the first comparison. In an article, every angle bracket that is not markup is escaped. */
function afterFirst(article: string): { beginning: string; rest: string } {
  const end = article.indexOf(END) + END.length;
  return { beginning: article.slice(0, end), rest: article.slice(end) };
}

const END = '</article>';

function neighbourLinks(site: Site, { earlier, later }: PublicNeighbours): Markup {
  return html`<nav class="neighbours" aria-label="Other issues">
${earlier !== null && neighbourLink(site, earlier, { rel: 'prev', label: 'Previous' })}
${later === null ? html`<p><span>This is the newest</span> <a href="${site.path(ARCHIVE)}">All issues</a></p>` : neighbourLink(site, later, { rel: 'next', label: 'Next' })}
</nav>`;
}

function neighbourLink(
  site: Site,
  { slot, subject, publishedAt }: PublicIssue,
  { rel, label }: { rel: string; label: string },
): Markup {
  return html`<a rel="${rel}" href="${site.path(`/issues/${slot}`)}"><span>${label}, ${publicationDate(site, publishedAt)}</span> <bdi>${displayLine(subject)}</bdi></a>`;
}
