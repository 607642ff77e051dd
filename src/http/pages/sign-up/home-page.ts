import { html } from 'hono/html';
import { type NewestIssue, newestIssuePart } from '../archive/newest-issue.ts';
import { linkPreview } from '../link-preview.ts';
import { displayLine, HOME, type Markup, page } from '../page.ts';
import type { Site } from '../site.ts';
import { formScript, type SignUpFormParts, signUpForm } from './sign-up-page.ts';

const PROMISE = 'Know which AI tools to ship with';
const LEAD =
  'Once a week: the new AI tools, two by two. A panel of reviewers says ship or skip, and why. The answers come first, the arguments below them.';

/** The home page: what the newsletter is, the sign-up form, and the newest issue. */
export function homePage(site: Site, parts: SignUpFormParts, newest: NewestIssue | null): Markup {
  const { signUp } = site.look();
  const title = signUp.heading ?? PROMISE;
  const lead = signUp.text ?? LEAD;
  const preview = {
    title: `${title} · ${displayLine(site.newsletter.name)}`,
    description: lead,
    route: HOME,
  } as const;
  return page(site, {
    title,
    description: lead,
    route: HOME,
    head: linkPreview(site, preview),
    isWide: true,
    body: html`<div class="sheet"><div class="wrap hero">
<div>
<h1>${signUp.heading ?? `${PROMISE}.`}</h1>
<p class="lead own">${lead}</p>
${signUpForm(site, parts)}
</div>
${newest !== null && html`<section class="newest" aria-label="The newest issue">${newestIssuePart(site, newest)}</section>`}
</div></div>
<div class="wrap why">${REASONS.map(([heading, text]) => html`<div><h2>${heading}</h2><p>${text}</p></div>`)}</div>
${formScript(site, parts)}`,
  });
}

const REASONS = [
  [
    'The answer first',
    'One line for each pair says which tool the panel would ship. You can stop there, or read why.',
  ],
  [
    'Disagreement is shown',
    'Every reviewer’s score stands beside the others, and you see who is against the panel.',
  ],
  [
    'Unknown stays unknown',
    'Where a price, a score or a verdict is not known, it is left out or said. Nothing is filled in.',
  ],
] as const;
