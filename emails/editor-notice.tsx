import type { NoticeEvent, NoticeFacts } from '../src/issues/editor-notice.ts';
import type { Sender } from './_components/footer.tsx';
import { Footer } from './_components/footer.tsx';
import { Card } from './_components/layout.tsx';
import { Mail } from './_components/mail.tsx';
import { Masthead } from './_components/masthead.tsx';
import { noticeWords } from './_components/notice-wording.ts';
import { look } from './theme.ts';

export interface EditorNoticeProps {
  newsletterName: string;
  event: NoticeEvent;
  facts: NoticeFacts;
  /** When the issue is due, in the editor's local time. */
  dueAt: string;
  studioUrl: string;
  sender: Sender;
}

const LINK = look({ text: 'link', css: { textDecoration: 'underline' } });
const LABEL = look({ text: 'muted', size: 14, css: { margin: '10px 0 0' } });
const COMMAND = look({
  fill: 'sunken',
  size: 14,
  css: { fontFamily: 'Consolas,Menlo,monospace', margin: '8px 0 0', padding: '10px 12px' },
});

/** Tells an editor what happened to an issue, why, in numbers, and what to do next. */
export default function EditorNotice(props: EditorNoticeProps) {
  const { newsletterName, facts, studioUrl, sender } = props;
  const words = noticeWords(props);
  return (
    <Mail subject={words.subject} preheader={words.preheader}>
      <Masthead name={newsletterName} edition={null} />
      <Card emphasis>
        <h1 {...look({ size: 28, also: 'h h1', css: { lineHeight: '35px', margin: '0 0 14px' } })}>
          {words.heading}
        </h1>
        <p className="p">{words.meaning}</p>
        {words.reasons.map((reason) => (
          <p key={reason} className="p">
            <bdi>{reason}</bdi>
          </p>
        ))}
        <p>{words.step}</p>
        <p dir="ltr" {...COMMAND}>
          {words.command}
        </p>
        <p className="m">{words.otherwise}</p>
        <p {...look({ size: 14, also: 'p' })}>
          <a href={studioUrl} {...LINK}>
            {studioUrl}
          </a>
        </p>
      </Card>
      <Card>
        <h2 {...look({ size: 20, css: { lineHeight: '26px' } })}>{`${facts.slot} in numbers`}</h2>
        {words.numbers.map(({ label, value }) => (
          <p key={label} {...LABEL}>
            {label}
            <br />
            <span {...look({ text: 'ink', size: 15 })}>
              <bdi>{value}</bdi>
            </span>
          </p>
        ))}
      </Card>
      <Footer why={words.why} sender={sender} />
    </Mail>
  );
}

EditorNotice.PreviewProps = {
  newsletterName: 'Weekly AI Tool Verdicts',
  event: 'held',
  facts: {
    slot: '2026-W47',
    scheduledAt: Date.UTC(2026, 10, 17, 9),
    reason: 'It was not approved by its time (REVIEW=required).',
    subject: null,
    items: [],
    audience: {
      candidates: 12,
      prepared: 10,
      excluded: { suppressed: 2, paused: 0 },
      isForecast: true,
    },
    deliveries: null,
  },
  dueAt: 'Tue 2026-11-17 10:00 +01:00 (Europe/Berlin)',
  studioUrl: 'https://verdicts.example/studio',
  sender: {
    name: 'Weekly AI Tool Verdicts',
    postalAddress: 'Verdicts Press, 12 Lockkeeper Lane, Portside 4021',
  },
} satisfies EditorNoticeProps;
