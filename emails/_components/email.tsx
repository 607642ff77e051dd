import type { ReactNode } from 'react';
import type { ShownLook } from '../../src/look/shown-look.ts';
import { coloursWith, FILL, FONTS, look, WIDTH } from '../theme.ts';
import { OwnLook } from './brand.tsx';
import { GhostTable } from './ghost-table.tsx';
import { Grid } from './layout.tsx';
import { Preheader } from './preheader.tsx';
import { Body, Head, Html } from './react-email.ts';
import { APPLE_STYLE_SHEET, darkStyleSheet, styleSheet } from './style-sheet.ts';

interface EmailProps {
  subject: string;
  preheader: string;
  ownLook: ShownLook;
  children: ReactNode;
}

/**
 * The frame of every email: a single fluid column up to 600 pixels wide. Language and direction are set on the page
 * and again inside it, because webmail replaces the page with its own.
 */
export function Email({ subject, preheader, ownLook, children }: EmailProps) {
  const colours = coloursWith(ownLook.colours);
  return (
    <Html lang="en" dir="ltr">
      <Head>
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <meta name="supported-color-schemes" content="light dark" />
        <meta name="format-detection" content="telephone=no,date=no,address=no,email=no,url=no" />
        <title>{subject}</title>
        <style>{styleSheet(colours)}</style>
        <style>{darkStyleSheet(colours)}</style>
        <style>{APPLE_STYLE_SHEET}</style>
      </Head>
      <Body className={FILL.canvas.name} style={{ margin: 0, padding: 0 }}>
        <Preheader text={preheader} />
        <Grid {...look({ text: 'ink', fill: 'canvas' })}>
          <tr>
            <td align="center" {...look({ text: 'ink', fill: 'canvas', css: { fontFamily: FONTS.body } })}>
              <GhostTable edge="start" />
              <table
                role="presentation"
                width="100%"
                cellPadding={0}
                cellSpacing={0}
                className="w"
                style={{ maxWidth: `${WIDTH}px`, textAlign: 'left', wordBreak: 'break-word' }}
              >
                <tbody>
                  <OwnLook value={ownLook}>{children}</OwnLook>
                </tbody>
              </table>
              <GhostTable edge="end" />
            </td>
          </tr>
        </Grid>
      </Body>
    </Html>
  );
}
