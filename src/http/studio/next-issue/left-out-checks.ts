import { html } from 'hono/html';
import { button } from '../frame/components/buttons.ts';
import type { Check } from '../frame/components/checklist.ts';
import { isolatedText } from '../frame/format.ts';
import type { Home } from './read-home.ts';
import { titleOf } from './read-tools.ts';

/** Beyond these the list of what is not in the issue has them. */
const MAX_LEFT_OUT = 3;

/** A choice for this issue alone is easily forgotten, so it is said with its way back. */
export function leftOutChecks({ preview, tools }: Home): Check[] {
  const leftOut = (preview?.issue.heldBack ?? []).filter(({ reason }) => reason === 'left-out');
  if (leftOut.length > MAX_LEFT_OUT) {
    const what = `${leftOut.length} comparisons are left out of this issue`;
    return [
      {
        level: 'done',
        what,
        action: button({ words: 'Show them', href: '#rest', kind: 'quiet', isSlim: true }),
      },
    ];
  }
  return leftOut.map(({ slug }) => {
    const title = titleOf(slug, tools);
    const putBack = button({
      words: 'Put back',
      label: `Put back: ${title}`,
      id: `back-${slug}`,
      form: 'edit',
      name: 'do',
      value: `putBack ${slug}`,
      kind: 'quiet',
      isSlim: true,
    });
    return { level: 'done', what: html`Left out of this issue: ${isolatedText(title)}`, action: putBack };
  });
}
