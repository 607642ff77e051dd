import { html } from 'hono/html';
import { LOOK_LIMITS } from '../../../look/look.ts';
import type { Markup } from '../../pages/page.ts';
import { fieldNotes } from '../frame/components/field.ts';
import type { LookView } from './look-view.ts';

/** As many rows as there may be links. Empty rows are no links. */
export function socialFields({ values: { socialRows }, problems }: LookView): Markup {
  let links = 0;
  const rows = Array.from({ length: LOOK_LIMITS.socialLinks }, (_, row) => {
    const { label, url } = socialRows[row] ?? { label: '', url: '' };
    const isEmpty = label === '' && url === '';
    const index = isEmpty ? null : links++;
    return socialRow({ row, label, url }, index === null ? {} : problemsOf(problems, index));
  });
  return html`<fieldset id="social"><legend>Social links</legend>
${rows}
${fieldNotes({ name: 'social', error: problems.socialLinks, isLive: true })}
<p class="hint">Empty ones are not shown.</p></fieldset>`;
}

interface RowProblems {
  label?: string | undefined;
  url?: string | undefined;
}

const problemsOf = (problems: LookView['problems'], index: number): RowProblems => ({
  label: problems[`socialLinks.${index}.label`],
  url: problems[`socialLinks.${index}.url`],
});

function socialRow(
  { row, label, url }: { row: number; label: string; url: string },
  problems: RowProblems,
): Markup {
  const name = `social-${row}`;
  const described = (part: keyof RowProblems) =>
    html` aria-describedby="${name}-notes"${problems[part] !== undefined && html` aria-invalid="true"`}`;
  return html`<div class="row-of-link"><input type="text" id="${name}-label" name="social-label" value="${label}" aria-label="Name of link ${row + 1}" placeholder="Mastodon" autocomplete="off"${described('label')}>
<input type="url" id="${name}-url" name="social-url" value="${url}" aria-label="Link ${row + 1}" placeholder="https://…" autocomplete="off"${described('url')}></div>
${fieldNotes({ name, error: problems.label ?? problems.url, isLive: true })}`;
}
