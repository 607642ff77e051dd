import type { Page } from 'playwright-core';

/** What has the focus: its name, and whether the focus is visible. */
interface Focus {
  name: string;
  isSeen: boolean;
}

/** Presses of Tab before the test fails. */
const MOST = 200;

/** An editor with only a keyboard, who remembers where the focus was invisible. */
export function keyboardOf(page: Page) {
  const unseen: string[] = [];

  /** The focused element; an email's own document, within its frame, shows the focus as browsers do. */
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

  /** Presses Tab until the element with this name has the focus. */
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
    enter: async (name: string) => {
      await tabTo(name);
      await page.keyboard.press('Enter');
    },
    /** Replaces the text of a field. */
    write: async (name: string, text: string) => {
      await tabTo(name);
      await page.keyboard.press('Control+A');
      await page.keyboard.type(text);
    },
  };
}
