import type { Context } from 'hono';
import { html } from 'hono/html';
import { type SideField, sidePath } from '../../../comparisons/corrections/correction-fields.ts';
import type { Markup } from '../../pages/page.ts';
import { isolatedText } from '../frame/format.ts';
import type { StudioEnv } from '../frame/studio-env.ts';
import { type ComparisonView, FORM_ID } from './comparison-view.ts';
import { control } from './field-control.ts';
import { reviewersPart } from './reviewers-part.ts';
import { comparisonRoute } from './routes.ts';

/** Every field, each with what is missing or wrong, and what the source says where it was corrected. */
export function comparisonForm({ var: { path } }: Context<StudioEnv>, view: ComparisonView): Markup {
  const { comparison } = view;
  const side = (
    index: 0 | 1,
  ) => html`<section class="card stack" aria-labelledby="tool-${index + 1}"><h2 id="tool-${index + 1}">${isolatedText(comparison.tools[index].name)}</h2>
${sideFields(index, view)}</section>`;
  return html`<form id="${FORM_ID}" class="stack" method="post" action="${path(comparisonRoute(comparison.slug))}" novalidate>
<section class="card" aria-label="The comparison"><div class="pair"><div>${control('url', view)}</div><div>${control('publishedAt', view)}</div></div></section>
<div class="cols halves">${side(0)}${side(1)}</div>
${reviewersPart(view)}
</form>`;
}

/** In the order in which they are shown; two beside one another. */
const ROWS: readonly (readonly SideField[])[] = [
  ['name'],
  ['verdict', 'panelShare'],
  ['shipCount', 'skipCount'],
  ['pricing'],
  ['bestFor'],
  ['category', 'entry'],
  ['tagline'],
  ['description'],
  ['communityShare', 'communityVotes'],
];

function sideFields(side: 0 | 1, view: ComparisonView): Markup {
  return html`${ROWS.map((row) => {
    const controls = row.map(
      (name) => html`<div>${anchor(side, name, view)}${control(sidePath(side, name), view)}</div>`,
    );
    return row.length === 1 ? controls : html`<div class="pair">${controls}</div>`;
  })}`;
}

/** `#pricing` leads to the tool that lacks it, else to the first. */
function anchor(side: 0 | 1, name: SideField, { comparison: { tools } }: ComparisonView): Markup | false {
  const target = tools[0][name] !== null && tools[1][name] === null ? 1 : 0;
  return side === target && html`<span class="anchor" id="${name}"></span>`;
}
