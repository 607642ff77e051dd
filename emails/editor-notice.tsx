import { DEFAULT_SHOWN_LOOK } from '../src/look/shown-look.ts';
import { Button, FullUrl } from './_components/button.tsx';
import { Grid } from './_components/layout.tsx';
import { type EditorNoticeProps, noticeWords } from './_components/transactional/notice-wording.ts';
import { TransactionalFrame } from './_components/transactional/transactional-frame.tsx';
import { Isolated } from './_components/words.tsx';
import { look } from './theme.ts';

const COMMAND = look({
  fill: 'sunken',
  size: 14,
  css: { fontFamily: 'Consolas,Menlo,monospace', margin: '6px 0 16px', padding: '10px 12px' },
});
const LABEL = look({ text: 'muted', size: 14, css: { paddingRight: '12px' } });

/** Tells an editor what happened to an issue, why, and what to do next. */
export default function EditorNotice(props: EditorNoticeProps) {
  const { newsletterName, studioUrl, sender, ownLook } = props;
  const words = noticeWords(props);
  return (
    <TransactionalFrame newsletterName={newsletterName} words={words} sender={sender} ownLook={ownLook}>
      <p className="p">{words.meaning}</p>
      {words.reasons.map((reason) => (
        <p key={reason} className="p">
          <Isolated>{reason}</Isolated>
        </p>
      ))}
      <p {...look({ className: 'p' })}>{words.step}</p>
      <Button href={studioUrl}>{words.button}</Button>
      <p className="m">{words.otherwise}</p>
      <FullUrl href={studioUrl} />
      <p {...look({ text: 'muted', size: 14 })}>{words.byCommand}</p>
      <p dir="ltr" {...COMMAND}>
        {words.command}
      </p>
      <h2 {...look({ size: 20, className: 'l' })}>In numbers</h2>
      <Grid className="d">
        {words.numbers.map(({ label, value }) => (
          <tr key={label}>
            <td width="34%" {...LABEL}>
              {label}
            </td>
            <td>
              <Isolated>{value}</Isolated>
            </td>
          </tr>
        ))}
      </Grid>
    </TransactionalFrame>
  );
}

EditorNotice.PreviewProps = {
  newsletterName: 'Weekly AI Tool Verdicts',
  event: 'held',
  facts: {
    slot: '2026-W47',
    scheduledAt: Date.UTC(2026, 10, 17, 9),
    reason: 'It was not approved by its time (REVIEW=required).',
    subject: 'Kiln ships, Loom splits the panel: 3 comparisons',
    items: ['kiln-vs-loom', 'forge-vs-anvil', 'lathe-vs-plane'],
    audience: {
      candidates: 4_812,
      prepared: 4_790,
      excluded: { suppressed: 9, paused: 13 },
      isForecast: true,
    },
    deliveries: null,
  },
  dueAt: 'Tue 2026-11-17 10:00 +01:00 (Europe/Berlin)',
  isAhead: false,
  studioUrl: 'https://verdicts.example/studio/issues/2026-W47',
  ownLook: DEFAULT_SHOWN_LOOK,
  sender: {
    name: 'Weekly AI Tool Verdicts',
    postalAddress: 'Verdicts Press, 12 Lockkeeper Lane, Portside 4021',
  },
} satisfies EditorNoticeProps;
