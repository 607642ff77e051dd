import { formatAudience, formatDeliveries } from '../../../src/issues/arithmetic-words.ts';
import type { NoticeEvent, NoticeFacts } from '../../../src/issues/editor-notice.ts';
import type { ShownLook } from '../../../src/look/shown-look.ts';
import { counted } from '../../../src/shared/counted.ts';
import { weekWords } from '../digest/wording.ts';
import type { Sender } from '../footer.tsx';

/** Every sentence of a notice, for the HTML and the text; `subject` is also the message's own. */
export interface NoticeWords {
  subject: string;
  preheader: string;
  heading: string;
  /** What it means for the issue. */
  meaning: string;
  /** Each on a line; may be empty. */
  reasons: string[];
  numbers: { label: string; value: string }[];
  /** The next step: in the studio, whose URL follows `otherwise`, or by a command. */
  step: string;
  button: string;
  otherwise: string;
  byCommand: string;
  command: string;
  why: string;
}

interface EventWords {
  /** Follows the week, as in "Week 47, 2026: …". */
  title: string;
  meaning: string;
  step: string;
  command: string;
}

export function noticeWords(props: EditorNoticeProps): NoticeWords {
  const { event, facts, newsletterName } = props;
  const { title, ...words } = EVENT_WORDS[event](props);
  const heading = `${weekWords(facts.slot)}: ${title}`;
  return {
    ...words,
    subject: `${newsletterName}, ${heading}`,
    preheader: words.meaning,
    heading,
    reasons: (facts.reason ?? '').split('\n').filter((line) => line.trim() !== ''),
    numbers: numbersOf(props),
    button: `Open ${weekWords(facts.slot).toLowerCase()} in the studio`,
    otherwise: 'If the button does nothing, open this link in your browser:',
    byCommand: 'Or run this command:',
    why: `You get this because notices of ${newsletterName} go to this address. Settings in the studio change that.`,
  };
}

const EVENT_WORDS: Readonly<Record<NoticeEvent, (props: EditorNoticeProps) => EventWords>> = {
  draft: ({ facts: { slot }, dueAt }) => ({
    title: 'a draft to review',
    meaning: `It goes out on ${dueAt} if it is approved by then. Otherwise it is put on hold.`,
    step: 'Review it, then approve it.',
    command: `verdicts issue approve ${slot}`,
  }),
  skipped: ({ facts: { slot } }) => ({
    title: 'skipped',
    meaning: 'Nothing went out: there was too little to send.',
    step: 'Comparisons published later go into the next issue. There is nothing to do.',
    command: `verdicts draft --slot ${slot}`,
  }),
  held: ({ facts: { slot }, isAhead }) => ({
    title: 'on hold until you decide',
    meaning: 'It has not gone out, and it will not until somebody releases it.',
    // Releasing it now would leave out what is still to be published.
    step: isAhead
      ? 'It is not due yet. Review it, then make it a draft again until its time.'
      : 'Review it, then release it or leave it on hold.',
    command: isAhead ? `verdicts issue resume ${slot}` : release(slot),
  }),
  failed: ({ facts: { slot } }) => ({
    title: 'it could not go out',
    meaning: 'It is on hold: nobody got it, and it will not go out until somebody releases it.',
    step: 'Fix what is named above, then release it.',
    command: release(slot),
  }),
  paused: ({ facts: { slot } }) => ({
    title: 'sending waits for you',
    meaning: 'Some readers may have it already. The others get it once somebody resumes sending.',
    step: 'Fix the cause, then resume sending.',
    command: `verdicts issue resume ${slot}`,
  }),
  sent: ({ facts: { slot } }) => ({
    title: 'sent',
    meaning: 'Every email has been handed over. There is nothing to do.',
    step: 'The studio shows what arrives, as the provider reports it.',
    command: `verdicts issue show ${slot}`,
  }),
  recovered: ({ facts: { slot } }) => ({
    title: 'a problem has passed',
    meaning: 'Everything works again, and nobody was left out or emailed twice.',
    step: 'You do not need to do anything. If it happens again, look for the cause.',
    command: `verdicts issue show ${slot}`,
  }),
};

function release(slot: string): string {
  return `verdicts issue approve ${slot} && verdicts send --slot ${slot}`;
}

function numbersOf({ facts, dueAt }: EditorNoticeProps): NoticeWords['numbers'] {
  const { subject, items, audience, deliveries } = facts;
  const row = (label: string, value: string | null) => (value === null ? [] : [{ label, value }]);
  return [
    ...row('Goes out', dueAt),
    ...row('Subject', subject),
    ...row(
      'Comparisons',
      items.length === 0 ? null : `${counted(items.length, 'comparison')}: ${items.join(', ')}`,
    ),
    ...row(
      audience?.isForecast ? 'Audience, if sent now' : 'Audience',
      audience === null ? null : formatAudience(audience),
    ),
    ...row('Deliveries', deliveries === null ? null : formatDeliveries(deliveries)),
  ];
}

export interface EditorNoticeProps {
  newsletterName: string;
  event: NoticeEvent;
  facts: NoticeFacts;
  /** In the editor's local time. */
  dueAt: string;
  /** Its time was still to come when the notice was written. */
  isAhead: boolean;
  studioUrl: string;
  sender: Sender;
  ownLook: ShownLook;
}
