import { html } from 'hono/html';
import { MAX_PREHEADER_LENGTH } from '../../../digest/compose-preheader.ts';
import { MAX_SUBJECT_LENGTH } from '../../../digest/compose-subject.ts';
import { EDIT_LIMITS } from '../../../issues/edit-limits.ts';
import { MAX_SPONSOR_WORDS } from '../../../issues/problems/block-problems.ts';
import type { IssueProblem } from '../../../issues/problems/issue-problem.ts';
import { displayLine, type Markup } from '../../pages/page.ts';
import { conflictPart } from '../edit/edit-conflict.ts';
import type { TextField } from '../edit/edit-state.ts';
import { fold } from '../frame/components/facts.ts';
import { field } from '../frame/components/field.ts';
import { listedProblems } from './home-state.ts';
import type { Home } from './read-home.ts';
import { titlesOf } from './read-tools.ts';

export const TEXT_LABELS: Readonly<Record<TextField, string>> = {
  subject: 'Subject',
  preheader: 'Preview text',
  intro: 'Intro',
  sponsorTitle: 'Sponsor’s name',
  sponsorText: 'What it says',
  sponsorUrl: 'Link',
  closing: 'Closing note',
};

const MARKDOWN = 'Markdown: *emphasis*, **strong**, [words](https://…), lists with -';

const HINTS: Readonly<Record<TextField, string>> = {
  subject: '',
  preheader: 'What a mailbox shows after the subject.',
  intro: MARKDOWN,
  sponsorTitle: 'In bold, above the text.',
  sponsorText: `Marked “Sponsored” in the mail. At most ${MAX_SPONSOR_WORDS} words with the name. Without it the issue has no sponsor.`,
  sponsorUrl: 'With https://. Readers see the name of the site.',
  closing: MARKDOWN,
};

/** Beyond these, the mail suffers; beyond those of `EDIT_LIMITS`, a text is not kept. */
const LIMITS: Partial<Record<TextField, number>> = {
  subject: MAX_SUBJECT_LENGTH,
  preheader: MAX_PREHEADER_LENGTH,
  sponsorText: EDIT_LIMITS.sponsorText,
  closing: EDIT_LIMITS.closing,
};

const ROWS: Partial<Record<TextField, number>> = { intro: 6, sponsorText: 3, closing: 3 };

/** The texts of a draft. They are saved as one types; without a script, by the button. */
export function textPart(home: Home): Markup {
  const { values } = home.shown;
  const has = (...fields: TextField[]) => fields.some((name) => values[name] !== '' || isMarked(name, home));
  return html`<section class="card" id="text" aria-labelledby="text-heading">
<div class="row between"><h2 id="text-heading">Text</h2><span class="saved" id="saving" role="status">${savedWords(home)}</span></div>
<div class="stack">
${textField('subject', home)}
${textField('preheader', home)}
${textField('intro', home)}
${fold({
  id: 'sponsor',
  title: 'Sponsor',
  aside: values.sponsorTitle !== '' ? displayLine(values.sponsorTitle) : 'after the first comparison',
  isOpen: has('sponsorTitle', 'sponsorText', 'sponsorUrl'),
  body: html`<div class="pair">${textField('sponsorTitle', home)}${textField('sponsorUrl', home)}</div>${textField('sponsorText', home)}`,
})}
${fold({ id: 'ending', title: 'Closing note', aside: 'after the last comparison', isOpen: has('closing'), body: textField('closing', home) })}
</div>
<noscript><p class="actions"><button class="btn">Save</button></p></noscript>
</section>`;
}

function savedWords({ shown: { outcome } }: Home): string {
  if (outcome === null || outcome.kind === 'saved') return '';
  return outcome.kind === 'refused' ? `Not saved. ${outcome.reason}` : 'Not saved yet.';
}

function textField(name: TextField, home: Home): Markup {
  const { values, base, outcome } = home.shown;
  const [rows, limit] = [ROWS[name], LIMITS[name]];
  const wrong = outcome?.kind === 'wrong' ? outcome.problems[name] : undefined;
  const found = problemsAt(name, home);
  const warning = wordsOf(found.filter(({ level }) => level === 'warning'));
  const error = wrong ?? wordsOf(found.filter(({ level }) => level === 'error'));
  return html`<div class="part">${field({
    name,
    label: TEXT_LABELS[name],
    value: values[name],
    hint: hintOf(name, home),
    autocomplete: 'off',
    attributes: html`dir="auto"`,
    isLive: true,
    ...(rows !== undefined && { rows }),
    ...(limit !== undefined && { limit }),
    ...(isOurs(name) && { placeholder: ourText(name, home) }),
    ...(error !== undefined && { error }),
    ...(warning !== undefined && { warning }),
  })}<input type="hidden" name="was-${name}" value="${base[name]}">
${conflictPart(name, home.shown, titlesOf(home.tools))}</div>`;
}

const isMarked = (name: TextField, home: Home) =>
  problemsAt(name, home).length > 0 ||
  home.shown.outcome?.kind === 'wrong' ||
  home.shown.outcome?.kind === 'conflict';

/** Of what is stored: in a conflict, the field shows another text. */
function problemsAt(name: TextField, home: Home): IssueProblem[] {
  const { outcome } = home.shown;
  if (outcome?.kind === 'conflict' && outcome.fields.includes(name)) return [];
  return listedProblems(home).filter(({ place }) => place === name);
}

function wordsOf(problems: readonly IssueProblem[]): string | undefined {
  return problems.length === 0 ? undefined : problems.map(({ message }) => message).join(' ');
}

const isOurs = (name: TextField): name is 'subject' | 'preheader' =>
  name === 'subject' || name === 'preheader';

/** What is used while the field is empty. */
function ourText(name: 'subject' | 'preheader', { preview }: Home): string {
  return displayLine(preview?.issue.copy?.[name] ?? '');
}

function hintOf(name: TextField, { shown: { values } }: Home): string {
  if (!isOurs(name)) return HINTS[name];
  const whose = values[name] === '' ? 'Leave it empty and we write it.' : 'Yours. Empty it, and we write it.';
  return `${HINTS[name]} ${whose}`.trim();
}
