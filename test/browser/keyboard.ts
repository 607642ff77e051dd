import type { Page } from 'playwright-core';

/** What has the focus: its name, and whether one sees that it has. */
interface Focus {
  name: string;
  isSeen: boolean;
}

/** Presses of Tab after which somebody gives up. */
const MOST = 200;

/** An editor who has a keyboard and nothing else. Remembers where the focus could not be seen. */
export function keyboardOf(page: Page) {
  const unseen: string[] = [];

  /** What has the focus; a mail's own document, within its frame, shows its focus as browsers do. */
  const focus = () =>
    page.evaluate<Focus>(`(() => {
      const whole = (text) => text.replace(/\\s+/g, ' ').trim();
      let element = document.activeElement;
      if (element.contentDocument) return { name: 'in a frame', isSeen: true };
      if (element === document.body) return { name: 'outside the page', isSeen: true };
      const { outlineStyle, outlineWidth } = getComputedStyle(element);
      const label = element.getAttribute('aria-label') ?? element.labels?.[0]?.innerText ?? element.innerText;
      const { top, bottom } = element.getBoundingClientRect();
      const isInView = bottom > 0 && top < innerHeight;
      const hasOutline = outlineStyle !== 'none' && Number.parseFloat(outlineWidth) >= 2;
      return { name: whole(label) || element.id, isSeen: isInView && hasOutline };
    })()`);

  /** Presses Tab until what is called so has the focus. */
  const tabTo = async (name: string): Promise<void> => {
    const passed: string[] = [];
    while (passed.length < MOST) {
      await page.keyboard.press('Tab');
      const now = await focus();
      if (!now.isSeen) unseen.push(now.name);
      if (now.name === name) return;
      passed.push(now.name);
    }
    throw new Error(`Tab never comes to ${name}, but to: ${passed.join(', ')}`);
  };

  return {
    unseen,
    focus,
    tabTo,
    press: (key: string) => page.keyboard.press(key),
    /** Follows a link, or presses a button. */
    enter: async (name: string) => {
      await tabTo(name);
      await page.keyboard.press('Enter');
    },
    /** Writes into a field in the place of what stands there. */
    write: async (name: string, text: string) => {
      await tabTo(name);
      await page.keyboard.press('Control+A');
      await page.keyboard.type(text);
    },
  };
}
