import type { Page } from 'playwright-core';
import { axe, overflow } from '../support/browser.ts';

/** The rules about colours, which are all that differs in the dark scheme. */
const COLOURS = ['color-contrast', 'link-in-text-block'];

type Scheme = 'light' | 'dark';

/** Phones and desktops. Where no scheme is named, only whether all is in sight. */
const VIEWS: readonly { width: number; schemes: readonly Scheme[] }[] = [
  { width: 320, schemes: [] },
  { width: 360, schemes: ['light', 'dark'] },
  { width: 1440, schemes: [] },
  { width: 1280, schemes: ['dark', 'light'] },
];

type Check = (page: Page) => Promise<string[]>;

/**
 * Accessibility problems of a page as it is shown, in light and dark, on a phone and on a desktop. Leaves it on a
 * desktop, in light.
 */
export async function examine(page: Page, { onPhone }: { onPhone?: Check } = {}): Promise<string[]> {
  const found: string[] = [];
  for (const { width, schemes } of VIEWS) {
    await page.setViewportSize({ width, height: 800 });
    const hidden = await overflow(page);
    if (hidden > 0) found.push(`${width} px: ${hidden} more lie to the right`);
    found.push(...(await cutOff(page)).map((what) => `${width} px: “${what}” is cut off`));
    if (width === 360 && onPhone !== undefined) found.push(...(await onPhone(page)));
    const violations = await inSchemes(page, schemes);
    found.push(...violations.map((violation) => `${width} px, ${violation}`));
  }
  return found;
}

async function inSchemes(page: Page, schemes: readonly Scheme[]): Promise<string[]> {
  const found: string[] = [];
  for (const colorScheme of schemes) {
    await page.emulateMedia({ colorScheme });
    const violations = await axe(page, colorScheme === 'dark' ? { only: COLOURS } : {});
    found.push(...violations.map((violation) => `${colorScheme}: ${violation}`));
  }
  return found;
}

/** Tables and regions that scroll sideways, and open menus that reach beyond the screen. */
async function cutOff(page: Page): Promise<string[]> {
  return page.evaluate<string[]>(`
    [...document.querySelectorAll('.card, .tiles, .scrolling, table')]
      .filter((part) => part.clientWidth > 0 && part.scrollWidth > part.clientWidth)
      .concat([...document.querySelectorAll('.menu[open] > .list')].filter((list) => {
        const { left, right } = list.getBoundingClientRect();
        return left < 0 || right > innerWidth;
      }))
      .map((part) => part.id || part.className || part.tagName)`);
}
