import { html } from 'hono/html';
import { displayLine, type Markup } from '../../pages/page.ts';
import { actions, button } from '../frame/components/buttons.ts';
import { icon } from '../frame/components/icons.ts';
import { type EditField, isMarkdown } from './edit-state.ts';
import type { ShownEdit } from './edit-view.ts';

const FIELD_LABELS: Readonly<Record<EditField, string>> = {
  subject: 'the subject',
  preheader: 'the preview text',
  intro: 'the intro',
  sponsorTitle: 'the sponsor’s name',
  sponsorText: 'the sponsor’s text',
  sponsorUrl: 'the sponsor’s link',
  closing: 'the closing note',
  order: 'the order',
  feature: 'the lead',
};

/** Left out of the issue unless an editor writes them. */
const BLOCKS: ReadonlySet<EditField> = new Set<EditField>([
  'intro',
  'sponsorTitle',
  'sponsorText',
  'sponsorUrl',
  'closing',
]);

/** At the field itself: another editor's text beside this editor's. Theirs stays unless it is replaced knowingly. */
export function conflictPart(
  field: EditField,
  { state, values, outcome }: ShownEdit,
  names: ReadonlyMap<string, string>,
): Markup {
  const isOpen = outcome?.kind === 'conflict' && outcome.fields.includes(field);
  return html`<div id="${field}-conflict" class="conflict">${isOpen && conflict(field, { theirs: state.values[field], mine: values[field] }, names)}</div>`;
}

function conflict(
  field: EditField,
  { theirs, mine }: { theirs: string; mine: string },
  names: ReadonlyMap<string, string>,
): Markup {
  const label = FIELD_LABELS[field];
  const shown = (text: string) => shownText(field, text, names);
  return html`<div class="notice bad" role="alert">${icon('octagon')}<div>
<p><b>Somebody else changed ${label} meanwhile.</b> Yours is not saved yet.</p>
<dl class="pairs"><dt>Theirs</dt><dd class="typed">${shown(theirs)}</dd><dt>Yours</dt><dd class="typed">${shown(mine)}</dd></dl>
<input type="hidden" name="theirs-${field}" value="${theirs}">
${field === 'order' && mine.split(' ').map((slug) => html`<input type="hidden" name="order" value="${slug}">`)}
${field === 'feature' && html`<input type="hidden" name="mine-feature" value="${mine}">`}
${actions(
  button({ words: 'Keep mine', name: 'keep', value: field, isSlim: true, label: `Keep mine: ${label}` }),
  button({ words: 'Use theirs', name: 'theirs', value: field, isSlim: true, label: `Use theirs: ${label}` }),
)}</div></div>`;
}

function shownText(field: EditField, text: string, names: ReadonlyMap<string, string>): Markup {
  if (text === '') return html`<i>${BLOCKS.has(field) ? 'nothing' : 'left to us'}</i>`;
  if (field === 'order' || field === 'feature')
    return html`<bdi>${text
      .split(' ')
      .map((slug) => names.get(slug) ?? slug)
      .join(', ')}</bdi>`;
  return html`<bdi>${isMarkdown(field) ? text : displayLine(text)}</bdi>`;
}
