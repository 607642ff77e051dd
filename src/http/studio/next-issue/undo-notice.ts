import type { Markup } from '../../pages/page.ts';
import { button } from '../frame/components/buttons.ts';
import { notice } from '../frame/components/notice.ts';
import type { Home } from './read-home.ts';
import { titleOf } from './read-tools.ts';

/** Choices about a comparison that are undone instead of asked about, with what they did. */
const CHOICES: Readonly<Record<string, { did: string; undo: string }>> = {
  hold: { did: 'is on hold.', undo: 'release' },
  release: { did: 'is released.', undo: 'hold' },
  pin: { did: 'is always included.', undo: 'unpin' },
  unpin: { did: 'is included only if it fits.', undo: 'pin' },
};

/** What the last choice did, with a way back; it stays until the next action. Null if there was none. */
export function undoNotice(
  { saved, of }: { saved: string; of: string },
  { tools, shown }: Home,
): Markup | null {
  const choice = Object.hasOwn(CHOICES, saved) ? CHOICES[saved] : undefined;
  const isKnown = shown.state.open.some(({ slug }) => slug === of);
  if (choice === undefined || !isKnown) return null;
  return notice({
    tone: 'good',
    what: `${titleOf(of, tools)} ${choice.did}`,
    isAnnounced: false,
    actions: [
      button({
        words: 'Undo',
        isSlim: true,
        form: 'edit',
        name: 'do',
        value: `${choice.undo} ${of}`,
        id: 'undo',
      }),
    ],
  });
}
