import type { Page } from 'playwright-core';
import { axe, overflow } from '../support/browser.ts';

/** The rules about colours, which are all that differs in the dark scheme. */
const COLOURS = ['color-contrast', 'link-in-text-block'];

/** Accessibility problems of a page as it is shown, in light and dark, on a phone and on a desktop. */
export async function examine(page: Page, except: readonly string[] = []): Promise<string[]> {
  const found: string[] = [];
  for (const width of [320, 360, 1280]) {
    await page.setViewportSize({ width, height: 800 });
    const hidden = await overflow(page);
    if (hidden > 0) found.push(`${width} px: ${hidden} more lie to the right`);
    found.push(...(await cutOff(page)).map((list) => `${width} px: the list “${list}” is cut off`));
    for (const colorScheme of width === 320 ? [] : (['light', 'dark'] as const)) {
      await page.emulateMedia({ colorScheme });
      const violations = await axe(page, colorScheme === 'dark' ? { only: COLOURS } : { except });
      found.push(...violations.map((violation) => `${width} px, ${colorScheme}: ${violation}`));
    }
  }
  return found;
}

/** Lists that scroll sideways. */
async function cutOff(page: Page): Promise<string[]> {
  return page.evaluate<string[]>(
    '[...document.querySelectorAll(".scroll")].filter((list) => list.scrollWidth > list.clientWidth).map((list) => list.ariaLabel)',
  );
}
