import type { Context } from 'hono';
import { html } from 'hono/html';
import { displayLine, type Markup } from '../../pages/page.ts';
import type { StudioEnv } from '../frame/studio-env.ts';
import { type EditField, isMarkdown } from './edit-state.ts';
import type { EditView } from './edit-view.ts';

const FIELD_LABELS: Readonly<Record<EditField, string>> = {
  subject: 'The subject',
  preheader: 'The preheader',
  intro: 'The intro',
  sponsorTitle: 'The sponsor’s title',
  sponsorText: 'The sponsor’s text',
  sponsorUrl: 'The sponsor’s link',
  closing: 'The closing note',
  order: 'The order',
  feature: 'The featured comparison',
};

/** Left out of the issue unless an editor writes them. */
const BLOCKS: ReadonlySet<EditField> = new Set<EditField>([
  'intro',
  'sponsorTitle',
  'sponsorText',
  'sponsorUrl',
  'closing',
]);

/** Another editor's changes beside this editor's; theirs stay unless replaced deliberately. */
export function conflictPart(
  { var: { path } }: Context<StudioEnv>,
  { slot, state, values, outcome, names }: EditView,
): Markup {
  if (outcome?.kind !== 'conflict') return html``;
  const shown = (field: EditField, text: string) => {
    if (text === '') return html`<i>${BLOCKS.has(field) ? 'nothing' : 'left to the program'}</i>`;
    if (field === 'order' || field === 'feature')
      return html`<bdi>${text
        .split(' ')
        .map((slug) => names.get(slug) ?? slug)
        .join(', ')}</bdi>`;
    return html`<bdi>${isMarkdown(field) ? text : displayLine(text)}</bdi>`;
  };
  return html`
<section class="sheet notice bad stack" role="alert" aria-labelledby="conflict-heading">
<h2 id="conflict-heading">Somebody else changed this meanwhile</h2>
<p>Nothing of yours was saved yet. Theirs is what stands in the draft now.</p>
${outcome.fields.map(
  (field) => html`
<div><h3>${FIELD_LABELS[field]}</h3>
<dl class="facts"><dt>Theirs</dt><dd class="typed">${shown(field, state.values[field])}</dd><dt>Yours</dt><dd class="typed">${shown(field, values[field])}</dd></dl></div>`,
)}
${outcome.fields.includes('order') && values.order.split(' ').map((slug) => html`<input type="hidden" name="order" value="${slug}">`)}
<p class="row"><button${keepMineAttributes(outcome.fields, values)}>Keep mine</button>
<a class="button quiet" href="${path('/studio/edit')}?slot=${slot}">Use theirs</a></p>
</section>`;
}

/** The form holds the texts; other changes came from a button, so this button repeats them. */
function keepMineAttributes(fields: readonly EditField[], { feature }: EditView['values']) {
  if (fields.includes('order')) return html` name="do" value="order"`;
  if (!fields.includes('feature')) return '';
  return html` name="do" value="${feature === '' ? 'unfeature' : `feature ${feature}`}"`;
}
