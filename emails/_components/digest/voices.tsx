import type { Stance, Voice } from '../../../src/digest/digest.ts';
import { FONTS, look } from '../../theme.ts';
import { Grid } from '../layout.tsx';
import { Isolated, Name, ownDirection, Prose } from '../words.tsx';
import { stanceWords } from './wording.ts';

const edge = (colour: 'ship' | 'skip' | 'quiet') =>
  look({ rule: { colour, edge: 'borderLeft', line: '3px solid' }, css: { paddingLeft: '14px' } });

const EDGES = {
  for: edge('ship'),
  against: edge('skip'),
  reserved: edge('quiet'),
  unknown: edge('quiet'),
} as const satisfies Record<Stance, unknown>;

const COLOURS = { for: 'ship', against: 'skip', reserved: 'muted', unknown: 'muted' } as const;

/** The best argument each way, in reviewers' own words. */
export function Voices({ voices, featured }: { voices: readonly Voice[]; featured: boolean }) {
  return voices.map((voice) => (
    <Grid key={`${voice.stance} ${voice.text}`} className="q">
      <tr>
        <td {...EDGES[voice.stance]}>
          <p {...look({ size: 14, className: 'k' })}>
            <Speaker voice={voice} />
          </p>
          <p
            {...ownDirection(voice.text)}
            style={{
              margin: 0,
              fontFamily: FONTS.voice,
              fontSize: featured ? '18px' : '17px',
              lineHeight: featured ? '27px' : '25px',
              ...ownDirection(voice.text).style,
            }}
          >
            {'“'}
            <Prose>{voice.text}</Prose>
            {'”'}
          </p>
        </td>
      </tr>
    </Grid>
  ));
}

function Speaker({ voice }: { voice: Voice }) {
  const { label, tool } = stanceWords(voice);
  return (
    <>
      <b {...look({ text: COLOURS[voice.stance] })}>
        {label}
        {tool !== null && ' '}
        {tool !== null && <Name>{tool}</Name>}
      </b>
      {voice.reviewer !== null && (
        <span {...look({ text: 'muted' })}>
          {' · '}
          <Isolated>{voice.reviewer}</Isolated>
        </span>
      )}
    </>
  );
}
