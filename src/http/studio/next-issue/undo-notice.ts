import type { Markup } from '../../pages/page.ts';
import { isMark, type Mark, OPPOSITES } from '../edit/edit-request.ts';
import { button } from '../frame/components/buttons.ts';
import { notice } from '../frame/components/notice.ts';
import type { Home } from './read-home.ts';
import { titleOf } from './read-tools.ts';

/** What a choice about a comparison did; it is undone instead of asked about. */
const DID: Readonly<Record<Mark, string>> = {
  hold: 'is on hold.',
  release: 'is released.',
  leaveOut: 'is left out of this issue.',
  putBack: 'is no longer left out.',
  pin: 'is always included.',
  unpin: 'is included only if it fits.',
};

/** What the last choice did, with a way back; it stays until the next action. Null if there was none. */
export function undoNotice(
  { saved, of }: { saved: string; of: string },
  { tools, shown }: Home,
): Markup | null {
  const isKnown = shown.state.open.some(({ slug }) => slug === of);
  if (!isMark(saved) || !isKnown) return null;
  return notice({
    tone: 'good',
    what: `${titleOf(of, tools)} ${DID[saved]}`,
    isAnnounced: false,
    actions: [
      button({
        words: 'Undo',
        isSlim: true,
        form: 'edit',
        name: 'do',
        value: `${OPPOSITES[saved]} ${of}`,
        id: 'undo',
      }),
    ],
  });
}
