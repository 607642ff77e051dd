import { html } from 'hono/html';
import { type FieldPath, valueAt } from '../../../comparisons/corrections/correction-fields.ts';
import type { Markup } from '../../pages/page.ts';
import { button } from '../frame/components/buttons.ts';
import { notice } from '../frame/components/notice.ts';
import { isolatedText } from '../frame/format.ts';
import { type ComparisonView, FORM_ID, fieldOf, ownerOf } from './comparison-view.ts';
import { FIELD_LABELS } from './comparison-words.ts';
import { textOf } from './read-comparison-form.ts';

/** What somebody else, or an import, changed meanwhile, beside the editor's own; nothing is saved until they choose. */
export function conflictNotice(view: ComparisonView): Markup {
  const { conflicts } = view;
  return notice({
    tone: 'bad',
    what: 'Nothing was saved: this changed while you wrote.',
    rest: 'Theirs is what the comparison has now.',
    more: html`<dl class="both">${conflicts.map((path) => bothTexts(path, view))}</dl>`,
    actions: [
      button({ words: 'Keep mine', form: FORM_ID }),
      button({ words: 'Use theirs', form: FORM_ID, name: 'theirs', value: conflicts.join(' ') }),
    ],
  });
}

function bothTexts(path: FieldPath, view: ComparisonView): Markup {
  const { comparison, texts, zone } = view;
  const shown = (text: string) => (text === '' ? html`<i>nothing</i>` : isolatedText(text));
  const theirs = textOf(path, valueAt(comparison, path), zone);
  return html`<dt>${labelOf(path, view)}</dt><dd><b>Theirs:</b> ${shown(theirs)}</dd><dd><b>Yours:</b> ${shown(texts.get(path) ?? '')}</dd>`;
}

function labelOf(path: FieldPath, view: ComparisonView): Markup {
  const owner = ownerOf(path, view);
  return html`${owner !== null && html`${owner}: `}${FIELD_LABELS[fieldOf(path)]}`;
}
