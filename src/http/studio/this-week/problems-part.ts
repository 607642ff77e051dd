import type { Context } from 'hono';
import { html } from 'hono/html';
import type { IssueProblem, ProblemPlace } from '../../../issues/problems/issue-problem.ts';
import { formatKiB, MAX_HTML_BYTES } from '../../../issues/problems/max-html-size.ts';
import type { IssuePreview } from '../../../render/preview-issue.ts';
import { displayLine, type Markup } from '../../pages/page.ts';
import { isolatedText } from '../frame/format.ts';
import type { StudioEnv } from '../frame/studio-env.ts';

/** Gmail clips longer emails, in bytes. */
const GMAIL_CLIPS_AT = 102 * 1024;

/** Problems to fix before the issue goes out, each with a link to where. */
export function problemsPart(context: Context<StudioEnv>, { slot, problems }: IssuePreview): Markup {
  const errors = problems.filter(({ level }) => level === 'error').length;
  const counts =
    problems.length === 0 ? 'none' : `${errors} to fix, ${problems.length - errors} worth a look`;
  return html`
<h2 id="problems-heading">Problems <span class="muted small">${counts}</span></h2>
${
  problems.length === 0
    ? html`<p class="muted">We found nothing wrong with this issue.</p>`
    : html`<ul class="problems">${problems.map((problem) => entry(context, slot, problem))}</ul>`
}`;
}

function entry(context: Context<StudioEnv>, slot: string, { level, message, place }: IssueProblem): Markup {
  const target = targetOf(place);
  const page = place === 'actions' ? '/studio' : '/studio/edit';
  const edit = `${context.var.path(page)}?slot=${slot}`;
  return html`<li class="${level}">
<span class="status ${level === 'error' && 'bad'}">${level === 'error' ? 'Must fix' : 'Worth a look'}</span>
<p>${isolatedText(message)}
${target !== null && html`<a class="small" href="${edit}#${target.anchor}" aria-label="${target.words}: ${displayLine(message)}">${target.words}</a>`}
${place === 'settings' && html`<a class="small" href="${context.var.path('/studio/settings')}" aria-label="To Settings: ${displayLine(message)}">To Settings</a>`}</p>
</li>`;
}

const PLACE_WORDS = {
  items: 'comparisons',
  subject: 'subject',
  preheader: 'preheader',
  intro: 'intro',
  sponsorTitle: 'sponsor’s title',
  sponsorText: 'sponsor’s text',
  sponsorUrl: 'sponsor’s link',
  closing: 'closing note',
} as const;

/** Where on the edit page a problem is fixed; null if it is elsewhere. */
function targetOf(place: ProblemPlace): { anchor: string; words: string } | null {
  if (typeof place === 'object') return { anchor: `item-${place.slug}`, words: 'To the comparison' };
  switch (place) {
    case 'settings':
    case 'mail':
      return null;
    case 'actions':
      return { anchor: 'actions', words: 'To the actions' };
    case 'size':
      return { anchor: 'items', words: 'To the comparisons' };
    default:
      return { anchor: place, words: `To the ${PLACE_WORDS[place]}` };
  }
}

/** How close the email is to Gmail's limit. */
export function sizePart({ bytes }: IssuePreview): Markup {
  const share = Math.round((100 * bytes.html) / GMAIL_CLIPS_AT);
  return html`
<h2 id="size-heading">Size</h2>
<meter aria-labelledby="size-heading" min="0" max="${GMAIL_CLIPS_AT}" low="${Math.round(MAX_HTML_BYTES * 0.9)}" high="${MAX_HTML_BYTES}" optimum="0" value="${bytes.html}">${share}%</meter>
<p class="hint">${roundKiB(bytes.html)} KiB of HTML, at most ${roundKiB(MAX_HTML_BYTES)}: Gmail cuts an email off at about ${roundKiB(GMAIL_CLIPS_AT)} KiB. ${roundKiB(bytes.text)} KiB of plain text.</p>`;
}

const roundKiB = (bytes: number): string => formatKiB(bytes).replace(/\.0$/, '');
