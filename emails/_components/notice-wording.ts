import { audienceInWords, deliveriesInWords } from '../../src/issues/arithmetic-words.ts';
import { counted } from '../../src/issues/counted.ts';
import type { NoticeEvent } from '../../src/issues/editor-notice.ts';
import type { EditorNoticeProps } from '../editor-notice.tsx';
import { weekWords } from './wording.ts';

/** Every sentence of a notice to the editor, for both of its parts; `subject` is the message's own subject too. */
export interface NoticeWords {
  subject: string;
  preheader: string;
  heading: string;
  /** What it means for the issue. */
  meaning: string;
  /** Why, each point a line; empty where nothing is to be said. */
  reasons: string[];
  numbers: { label: string; value: string }[];
  /** The one thing to do next: in the studio, whose address is said in full after `otherwise`, or by a command. */
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

/** The words of a notice. */
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
    button: `Open ${facts.slot} in the studio`,
    otherwise: 'If the button does nothing, open this address in your browser:',
    byCommand: 'Or by a command:',
    why: `You get this because EDITOR_EMAIL of ${newsletterName} is this address.`,
  };
}

const EVENT_WORDS: Readonly<Record<NoticeEvent, (props: EditorNoticeProps) => EventWords>> = {
  draft: ({ facts: { slot }, dueAt }) => ({
    title: 'a draft to review',
    meaning: `It goes out at ${dueAt} if it is approved by then; otherwise it is held.`,
    step: 'Look at it, and approve it.',
    command: `verdicts issue approve ${slot}`,
  }),
  skipped: ({ facts: { slot } }) => ({
    title: 'skipped',
    meaning: 'Nothing goes out: there was too little to send.',
    step: 'What is published later waits for the next issue. Nothing is left to do.',
    command: `verdicts draft --slot ${slot}`,
  }),
  held: ({ facts: { slot } }) => ({
    title: 'held for you to decide',
    meaning: 'It has not gone out, and does not go out until somebody lets it go.',
    step: 'Look at it, and let it go or leave it held.',
    command: letGo(slot),
  }),
  failed: ({ facts: { slot } }) => ({
    title: 'it could not go out',
    meaning: 'It is held: nobody got it, and it does not go out until somebody lets it go.',
    step: 'Mend what is said above, then let it go.',
    command: letGo(slot),
  }),
  paused: ({ facts: { slot } }) => ({
    title: 'sending waits for you',
    meaning: 'Whoever got it has it; the others get it when somebody lets it go on.',
    step: 'See to the cause, then let it go on.',
    command: `verdicts issue resume ${slot}`,
  }),
  sent: ({ facts: { slot } }) => ({
    title: 'handed over',
    meaning: 'Every message of it was handed over. Nothing is left to do.',
    step: 'What becomes of the messages stands in the studio, as the provider tells it.',
    command: `verdicts issue show ${slot}`,
  }),
  recovered: ({ facts: { slot } }) => ({
    title: 'a problem solved itself',
    meaning: 'Everything works again, and nobody was left out or emailed twice.',
    step: 'You do not need to do anything. If it happens again, look for the cause.',
    command: `verdicts issue show ${slot}`,
  }),
};

function letGo(slot: string): string {
  return `verdicts issue approve ${slot} && verdicts send --slot ${slot}`;
}

function numbersOf({ facts, dueAt }: EditorNoticeProps): NoticeWords['numbers'] {
  const { subject, items, audience, deliveries } = facts;
  const row = (label: string, value: string | null) => (value === null ? [] : [{ label, value }]);
  return [
    ...row('Due', dueAt),
    ...row('Subject', subject),
    ...row(
      'Items',
      items.length === 0 ? null : `${counted(items.length, 'comparison')}: ${items.join(', ')}`,
    ),
    ...row(
      audience?.isForecast ? 'Audience, if sent now' : 'Audience',
      audience === null ? null : audienceInWords(audience),
    ),
    ...row('Deliveries', deliveries === null ? null : deliveriesInWords(deliveries)),
  ];
}
