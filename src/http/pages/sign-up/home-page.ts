import { html } from 'hono/html';
import type { SignUpChecks } from '../../sign-up-checks/sign-up-checks.ts';
import { type Excerpt, type NewestIssue, newestIssuePart } from '../archive/newest-issue.ts';
import { linkPreview } from '../link-preview.ts';
import { displayLine, HOME, type Markup, page } from '../page.ts';
import type { Site } from '../site.ts';
import { invitation } from './invitation.ts';
import { formScript, type SignUpFormParts, signUpForm } from './sign-up-page.ts';

const PROMISE = 'Know which AI tools to ship with';
const LEAD =
  'Once a week: the new AI tools, two by two. A panel of reviewers says ship or skip, and why. The answers come first, the arguments below them.';

/** Below the newest issue, where a reader has seen what comes. */
const INVITATION = {
  heading: 'Get the next issue by email',
  text: 'The answers first, once a week.',
  id: 'again',
  source: 'page',
  /** Our own form, above. */
  formAt: '#email',
} as const;

export interface HomePage {
  parts: SignUpFormParts;
  /** Null before the first issue. */
  newest: NewestIssue | null;
  signUpChecks: Pick<SignUpChecks, 'has'>;
}

/** The home page: what the newsletter is, the sign-up form, the newest issue, and the form again. */
export function homePage(site: Site, { parts, newest, signUpChecks }: HomePage): Markup {
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
${
  newest === null
    ? html`<section class="newest"><h2>The first issue is still to come</h2><p>Nothing has gone out so far. Sign up now, and you get the first issue as soon as it is out.</p></section>`
    : html`<section class="newest" aria-label="The newest issue">${newestIssuePart(site, newest)}</section>`
}
</div></div>
<div class="wrap why">${REASONS.map(([heading, text]) => html`<div><h2>${heading}</h2><p>${text}</p></div>`)}</div>
${newest !== null && newest.excerpt !== null && excerptPart(newest.excerpt)}
${newest !== null && html`<div class="wrap again">${invitation(site, INVITATION, signUpChecks)}</div>`}
${formScript(site, parts)}`,
  });
}

function excerptPart({ category, title, sentence, voices, href }: Excerpt): Markup {
  return html`<section class="sheet" aria-labelledby="excerpt"><div class="wrap excerpt">
<p class="kicker">From this issue${category !== null && html` · ${category}`}</p>
<h2 id="excerpt">${title}</h2>
<p>${sentence}</p>
${voices}
<p class="more"><a href="${href}">See every score</a></p>
</div></section>`;
}

const REASONS = [
  [
    'The answer first',
    'One line for each pair says which tool the panel would ship. You can stop there, or read why.',
  ],
  [
    'Disagreement is shown',
    'You see every reviewer’s score beside the others, and who is against the panel.',
  ],
  [
    'Unknown stays unknown',
    'If a price, a score or a verdict is not known, we say so or leave it out. Nothing is made up.',
  ],
] as const;
