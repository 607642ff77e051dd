import type { Context } from 'hono';
import { html } from 'hono/html';
import type { Look } from '../../../look/look.ts';
import { fieldOf } from '../../../look/look-fields.ts';
import type { LookPart } from '../../../look/merge-look.ts';
import type { Markup } from '../../pages/page.ts';
import { button } from '../frame/components/buttons.ts';
import { pairs } from '../frame/components/facts.ts';
import { notice } from '../frame/components/notice.ts';
import type { StudioEnv } from '../frame/studio-env.ts';
import { LOOK_ROUTE } from './look-form.ts';
import { partWords } from './look-words.ts';

export const WRONG = notice({
  tone: 'bad',
  what: 'Nothing was saved yet.',
  rest: 'Put right what is marked below, then save again.',
});

export const NOT_BACK = notice({
  tone: 'bad',
  what: 'Nothing was done: the look changed while this page was open.',
  rest: 'Below is the look as it is now.',
});

export const NO_LONGER_KEPT = notice({
  tone: 'bad',
  what: 'Nothing was done: that look is no longer kept.',
  rest: html`Earlier looks stay for 30 days. To keep one for longer, run <code>verdicts look export</code>.`,
});

/** What was done, with a button that takes it back. @param before The revision to go back to. */
export function savedNotice(
  { var: { path } }: Context<StudioEnv>,
  { did, before, revision }: { did: string; before: number; revision: number },
): Markup {
  const canUndo = Number.isSafeInteger(before) && before < revision;
  const undo = button({ words: 'Undo', name: 'to', value: String(before), isSlim: true });
  const said =
    did === 'back'
      ? { what: 'The look is as it was then.' }
      : {
          what: 'Saved.',
          rest: 'Readers see it on your pages at once, and in emails from the next one on.',
        };
  return html`<form method="post" action="${path(`${LOOK_ROUTE}/back`)}">
<input type="hidden" name="revision" value="${revision}">
${notice({ tone: 'good', ...said, ...(canUndo && { actions: [undo] }) })}</form>`;
}

/** What somebody else made of the parts that are typed below, and whose is to stay. */
export function conflictNotice(parts: readonly LookPart[], theirs: Look): Markup {
  return notice({
    tone: 'bad',
    what: 'Somebody else changed the look meanwhile.',
    rest: 'Your changes are below, not saved yet. This is theirs:',
    more: pairs(
      parts.map((part) => [
        partWords(part),
        html`<span class="typed"><bdi>${valueWords(theirs, part)}</bdi></span>`,
      ]),
    ),
    actions: [
      button({ words: 'Keep mine', form: 'look', id: 'keep-mine' }),
      button({ words: 'Use theirs', form: 'look', name: 'theirs', value: parts.join(' ') }),
    ],
  });
}

function valueWords(look: Look, part: LookPart): string {
  const words = {
    logo: () =>
      look.logo === null ? '' : `Another logo${look.logo.alt === null ? '' : `, “${look.logo.alt}”`}`,
    socialLinks: () => look.socialLinks.map(({ label, url }) => `${label}: ${url}`).join('\n'),
  };
  const value = part === 'logo' || part === 'socialLinks' ? words[part]() : fieldOf(look, part);
  return value === '' ? 'nothing' : value;
}
