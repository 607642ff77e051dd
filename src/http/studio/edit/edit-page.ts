import type { Context } from 'hono';
import { html } from 'hono/html';
import { EDIT_LIMITS } from '../../../issues/edit-limits.ts';
import { isEditable, notEditableMessage } from '../../../issues/issue-status-rules.ts';
import { longSponsor, MAX_SPONSOR_WORDS } from '../../../issues/problems/block-problems.ts';
import type { IssuePreview } from '../../../render/preview-issue.ts';
import { displayLine, type Markup } from '../../pages/page.ts';
import type { StudioEnv } from '../frame/studio-env.ts';
import { emailFrame } from '../this-week/preview-part.ts';
import { conflictPart } from './edit-conflict.ts';
import { editItems } from './edit-items.ts';
import { isMarkdown, TEXT_FIELDS, type TextField } from './edit-state.ts';
import type { EditView } from './edit-view.ts';

const LABELS: Readonly<Record<TextField, string>> = {
  subject: 'Subject',
  preheader: 'Preheader',
  intro: 'Intro',
  sponsorTitle: 'Sponsor’s title',
  sponsorText: 'Sponsor’s text',
  sponsorUrl: 'Sponsor’s link',
  closing: 'Closing note',
};

const HINTS: Readonly<Record<TextField, string>> = {
  subject: 'At most 70 characters. Leave it empty, and we write it.',
  preheader:
    'What a mailbox shows after the subject, at most 110 characters. Leave it empty, and we write it.',
  intro:
    'Before the first comparison, in Markdown: *emphasis*, **strong**, [words](https://address), lists with - or 1.',
  sponsorTitle: 'In bold, above the text.',
  sponsorText: `After the first comparison, always labelled “Sponsored”, in Markdown like the intro. At most ${MAX_SPONSOR_WORDS} words with its title. Without a text the issue has no sponsor.`,
  sponsorUrl: 'Below the text, with https://. Readers see the name of the site.',
  closing: 'After the last comparison, in Markdown like the intro.',
};

/** The edit form of a draft, with the email beside it. */
export function editPage(context: Context<StudioEnv>, heading: Markup, shown: EditView): Markup {
  const { slot, state, version } = shown;
  const mayEdit = isEditable(state.record?.status ?? 'draft');
  const frame =
    version === null ? null : emailFrame(context, { slot, version, width: 'phone', scheme: 'light' });
  return html`${heading}
<div class="week">
<form id="edit" method="post" action="${context.var.path('/studio/edit')}?slot=${slot}" novalidate>
<div id="edit-status" data-live>${savedPart(context, shown)}</div>
<div id="conflict">${conflictPart(context, shown)}</div>
<fieldset class="sheet fields"${!mayEdit && html` disabled`}>
<legend class="apart">Texts of ${slot}</legend>
${TEXT_FIELDS.map((field) => textField(field, shown))}
<p class="row"><button id="save">Save texts</button> <span class="hint" id="saving" role="status"></span></p>
</fieldset>
<fieldset class="sheet" id="items"${!mayEdit && html` disabled`}>
<legend class="apart">Comparisons of ${slot}</legend>
${editItems(shown)}
</fieldset>
</form>
<section class="sheet preview beside-form" id="preview" aria-labelledby="preview-heading">
<h2 id="preview-heading" class="beside">How it will look</h2>
<div class="frames" id="frames" data-live-whole>${frame ?? html`<p id="nothing" data-live>There is nothing to send yet.</p>`}</div>
</section>
</div>
<p class="apart" id="said" role="status"></p>`;
}

function savedPart({ req }: Context, { slot, state, outcome }: EditView): Markup {
  if (outcome?.kind === 'refused') return notice('bad', outcome.reason);
  const status = state.record?.status ?? 'draft';
  if (!isEditable(status)) return notice('', notEditableMessage({ slot, status }));
  return req.method === 'GET' && req.query('saved') !== undefined ? notice('good', 'Saved.') : html``;
}

const notice = (kind: string, words: string) => html`<p class="notice ${kind}" role="status">${words}</p>`;

function textField(field: TextField, { values, state, issue, outcome }: EditView): Markup {
  const problem = outcome?.kind === 'wrong' ? outcome.problems[field] : undefined;
  const attributes = html`id="${field}" name="${field}" aria-describedby="${field}-hint${problem && ` ${field}-problem`}" data-most="${EDIT_LIMITS[field]}"${problem && html` aria-invalid="true"`} dir="auto"`;
  const placeholder = placeholderOf(field, issue);
  return html`
<div class="field">
<label for="${field}">${LABELS[field]}</label>
${
  isMarkdown(field)
    ? html`<textarea ${attributes} rows="${field === 'intro' ? 7 : 4}">
${values[field]}</textarea>`
    : html`<input type="text" ${attributes} value="${values[field]}" placeholder="${placeholder}" autocomplete="off">`
}
<input type="hidden" name="was-${field}" value="${state.values[field]}">
${problem && html`<p class="error" id="${field}-problem">${problem}</p>`}
${field === 'sponsorText' && values.sponsorText !== '' && sponsorHints(values)}
<p class="hint" id="${field}-hint">${HINTS[field]}</p>
</div>`;
}

/** Worth a look, as the draft's problems say: it stops nothing. */
const sponsorHints = ({ sponsorTitle, sponsorText }: EditView['values']) =>
  longSponsor({ title: sponsorTitle, text: sponsorText }).map(
    ({ message }) => html`<p class="hint" id="sponsor-long">${message}</p>`,
  );

/** What is used if the field is left empty. */
function placeholderOf(field: TextField, issue: IssuePreview | null): string {
  if ((field !== 'subject' && field !== 'preheader') || issue?.copy == null) return '';
  return displayLine(issue.copy[field]);
}
