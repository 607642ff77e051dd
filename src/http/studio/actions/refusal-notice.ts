import { html } from 'hono/html';
import type { ContentfulStatusCode } from 'hono/utils/http-status';
import type { Markup } from '../../pages/page.ts';
import { pairs } from '../frame/components/facts.ts';
import { notice } from '../frame/components/notice.ts';
import { isolatedText } from '../frame/format.ts';
import { weekName } from '../frame/times.ts';
import type { StudioDeps } from '../studio-deps.ts';
import type { FieldErrors } from './action-form.ts';
import type { ActionView } from './action-view.ts';

/** An attempt that failed. */
export interface FailedAttempt {
  status: ContentfulStatusCode;
  /** Null if only fields are wrong. */
  message: string | null;
  errors?: FieldErrors;
  given?: { reason?: string; to?: string };
  /** The subject that the page showed. */
  seenSubject?: string;
}

/** Why an attempt failed: what the editor looked at, beside what it is now. */
export function failedNotice(
  { message, seenSubject }: FailedAttempt,
  view: ActionView,
  deps: StudioDeps,
): Markup {
  const now = view.preview?.copy?.subject;
  const isOther = seenSubject !== undefined && seenSubject !== '' && now !== undefined && now !== seenSubject;
  return notice({
    tone: 'bad',
    what: 'Nothing was done.',
    more: html`${paragraph(message ?? '', view, deps)}${
      isOther &&
      pairs([
        ['Subject, when you looked', html`<s>${isolatedText(seenSubject)}</s>`],
        ['Subject now', isolatedText(now)],
      ])
    }`,
  });
}

/** Why an action is impossible. Where an attempt has just failed, its own notice says why. */
export function obstacleNotice(obstacle: string, view: ActionView, deps: StudioDeps): Markup {
  const more = paragraph(obstacle, view, deps);
  return notice({ tone: 'bad', what: 'This can’t be done now.', more, isAnnounced: false });
}

/** Names the week as the studio does, except in a command that is to be copied. */
function paragraph(text: string, { situation: { slot } }: ActionView, { clock, config }: StudioDeps): Markup {
  const week = weekName(slot, { now: clock.now(), zone: config.schedule.zone });
  const said = text.replace(new RegExp(`(?<!verdicts [a-z -]*)${slot}`, 'g'), week);
  const lines = said.split('\n').map((line, index) => html`${index > 0 && html`<br>`}${isolatedText(line)}`);
  return html`<p>${lines}</p>`;
}
