import type { Page } from 'playwright-core';
import { axe, overflow } from '../support/browser.ts';

/** The rules that a colour can break, which is all that differs in the dark. */
const COLOURS = ['color-contrast', 'link-in-text-block'];

/** What is wrong with a page as it is shown, in light and dark, on a telephone and on a desk. */
export async function examine(page: Page, except: readonly string[] = []): Promise<string[]> {
  const found: string[] = [];
  for (const width of [320, 360, 1280]) {
    await page.setViewportSize({ width, height: 800 });
    const hidden = await overflow(page);
    if (hidden > 0) found.push(`${width} px: ${hidden} more lie to the right`);
    for (const colorScheme of width === 320 ? [] : (['light', 'dark'] as const)) {
      await page.emulateMedia({ colorScheme });
      const violations = await axe(page, colorScheme === 'dark' ? { only: COLOURS } : { except });
      found.push(...violations.map((violation) => `${width} px, ${colorScheme}: ${violation}`));
    }
  }
  return found;
}
