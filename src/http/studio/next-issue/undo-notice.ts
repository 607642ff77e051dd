import type { Markup } from '../../pages/page.ts';
import { isMark, type Mark, OPPOSITES } from '../edit/edit-request.ts';
import { button } from '../frame/components/buttons.ts';
import { notice } from '../frame/components/notice.ts';
import { isolatedText } from '../frame/format.ts';
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

/** A choice that the page's URL names: what was saved, about which comparison, and what was there before. */
export interface SavedChoice {
  saved: string;
  of: string;
  was: string;
}

/** What the last choice did, with a way back; it stays until the next action. Null if there was none. */
export function undoNotice(choice: SavedChoice, home: Home): Markup | null {
  const undone = undoOf(choice, home);
  if (undone === null) return null;
  return notice({
    tone: 'good',
    what: isolatedText(undone.what),
    isAnnounced: false,
    actions: [
      button({ words: 'Undo', isSlim: true, form: 'edit', name: 'do', value: undone.undo, id: 'undo' }),
    ],
  });
}

function undoOf(
  { saved, of, was }: SavedChoice,
  { tools, shown: { state } }: Home,
): { what: string; undo: string } | null {
  const isKnown = (slug: string) => state.open.some((open) => open.slug === slug);
  const { order, feature } = state.values;
  if (isMark(saved) && isKnown(of))
    return { what: `${titleOf(of, tools)} ${DID[saved]}`, undo: `${OPPOSITES[saved]} ${of}` };
  if (saved === 'order' && was !== order) {
    const before = was.split(' ').filter(isKnown);
    return { what: 'The order is changed.', undo: ['orderAs', ...before].join(' ') };
  }
  if (saved === 'feature' && was !== feature) {
    const what = feature === '' ? 'We choose the lead.' : `${titleOf(feature, tools)} is the lead.`;
    return { what, undo: isKnown(was) ? `feature ${was}` : 'unfeature' };
  }
  return null;
}
