import { html } from 'hono/html';
import { LOOK_LIMITS } from '../../../look/look.ts';
import type { Markup } from '../../pages/page.ts';
import { type LookView, problemPart } from './look-field.ts';

/** As many rows as there may be links. Empty rows are no links. */
export function socialFields({ values: { socialRows }, problems }: LookView): Markup {
  let links = 0;
  const rows = Array.from({ length: LOOK_LIMITS.socialLinks }, (_, row) => {
    const { label, url } = socialRows[row] ?? { label: '', url: '' };
    const isEmpty = label === '' && url === '';
    const index = isEmpty ? null : links++;
    return socialRow({ row, label, url }, index === null ? {} : problemsOf(problems, index));
  });
  return html`<fieldset id="social"><legend class="label">Social links</legend>
${rows}
<div id="social-said" data-fresh>${problemPart('social', problems.socialLinks)}</div>
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
  const id = `social-${row}`;
  const wrong = (part: keyof RowProblems) =>
    problems[part] !== undefined && html` aria-invalid="true" aria-describedby="${id}-problem"`;
  return html`<div class="pair"><input type="text" id="${id}-label" name="social-label" value="${label}" aria-label="Name of link ${row + 1}" placeholder="Mastodon" autocomplete="off"${wrong('label')}>
<input type="url" id="${id}-url" name="social-url" value="${url}" aria-label="Address of link ${row + 1}" placeholder="https://…" autocomplete="off"${wrong('url')}></div>
<div id="${id}-said" data-fresh>${problemPart(id, problems.label ?? problems.url)}</div>`;
}
