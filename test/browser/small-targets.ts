import type { Page } from 'playwright-core';

/** Whatever is tapped, but links within a sentence. */
const TARGETS =
  'button, summary, select, input, .btn, .chips a, .seg a, .crumb a, .menu .list a, .data tbody th a';

/**
 * What is lower than 44 px on a page as it is shown, and so hard to tap. A box or a field counts with its label, and a
 * link with the room that its `::after` adds.
 */
export async function smallTargets(page: Page): Promise<string[]> {
  return page.evaluate<string[]>(`
    [...document.querySelectorAll(${JSON.stringify(TARGETS)})]
      .filter((target) => target.checkVisibility({ visibilityProperty: true }) && !target.closest('.apart'))
      .map((target) => {
        const { top, bottom } = (target.closest('label') ?? target).getBoundingClientRect();
        const room = getComputedStyle(target, '::after');
        const added = room.content === 'none' ? 0 : -2 * Number.parseFloat(room.top);
        return [target, Math.round(bottom - top + added)];
      })
      .filter(([, height]) => height < 44)
      .map(([target, height]) => 'only ' + height + ' px high: ' + (target.id || target.innerText || target.className))`);
}
