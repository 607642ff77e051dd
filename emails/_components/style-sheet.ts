import { type Colour, type Colours, FILL, FONTS, RULE, WIDTH } from '../theme.ts';

const colours = (property: string, of: Record<string, Colour>, scheme: 'light' | 'dark') =>
  Object.values(of).map((colour) =>
    scheme === 'light'
      ? `.${colour.name}{${property}:${colour.light}}`
      : `.${colour.name}{${property}:${colour.dark}!important}`,
  );

/**
 * Complements the inline styles. Gmail drops style sheets over 8,192 characters, and may drop a whole block for one
 * construct it does not know, so the dark scheme is a separate block. Word knows padding only on table cells, so
 * paragraphs and headings use margins.
 */
export const styleSheet = ({ text }: Colours): string =>
  [
    `body,table,td,th{font-family:${FONTS.body}}`,
    `body{margin:0;padding:0;background-color:${FILL.canvas.light};-webkit-text-size-adjust:100%}`,
    'p,h1,h2,h3{margin:0}',
    'h1{letter-spacing:-.3px}',
    'h3{line-height:26px}',
    ...colours('color', text, 'light'),
    // Spacing: an editor's paragraph, a footer's, a title's sentence, a kicker or speaker, an intro, a masthead.
    '.p{margin:0 0 10px}',
    '.g{margin:0 0 8px}',
    '.e{margin:0 0 14px}',
    '.k{line-height:20px;margin:0 0 4px}',
    '.j{line-height:26px;margin:16px 0 0}',
    '.z{line-height:24px}',
    // The answers: a row, its figures, a badge.
    `.r{border-top:1px solid ${RULE.hairline.light};padding:8px 0;line-height:24px;vertical-align:top}`,
    '.f,.a{white-space:nowrap}',
    '.b{white-space:nowrap;border-radius:3px;line-height:20px}',
    // A tool: its block, the row of scores, the featured score, its facts.
    `.o{border-top:1px solid ${RULE.hairline.light};padding:13px 0 6px}`,
    '.s{line-height:20px;margin:9px 0 0}',
    '.c{table-layout:fixed;margin:9px 0 4px}',
    `.c td{border-left:1px solid ${RULE.hairline.light};padding:5px 4px 6px 8px;font-size:14px;line-height:20px;vertical-align:top}`,
    '.n{font-size:20px;line-height:24px}',
    '.d{line-height:22px;margin:4px 0 6px}',
    '.d td{padding:2px 0;vertical-align:top}',
    '.i{margin:6px 0 8px}',
    '.q{margin:0 0 14px}',
    '.u{margin:4px 0 14px}',
    // The plate's padding stands out, so that the logo itself is in line with the text.
    '.lp{margin:0 0 0 -10px}',
    '.m{margin:4px 0 0}',
    '.m a{display:inline-block;padding:10px 22px 10px 0}',
    '.l{margin:22px 0 10px;line-height:26px}',
    'code{font-family:Consolas,Menlo,monospace;font-size:.9em}',
    // Gmail makes links of dates and addresses. A rule each: a client drops a whole rule for one selector it does not know.
    '.nl a{color:inherit!important;text-decoration:none!important}',
    'u+.im a{color:inherit!important;text-decoration:none!important}',
    // Gmail colours text that it takes for quoted.
    '.im{color:inherit!important}',
    // Apple Mail and Yahoo on iOS ignore `max-width` on a table.
    `@media screen and (min-width:${WIDTH + 20}px){.w{width:${WIDTH}px!important}}`,
    '@media screen and (max-width:480px){',
    '.x{padding-left:20px!important;padding-right:20px!important}',
    '.col{display:block!important;width:auto!important;text-align:left!important}',
    '.h1{font-size:26px!important;line-height:32px!important}',
    '.h2{font-size:23px!important;line-height:29px!important}',
    '}',
  ].join('\n');

/** For Apple Mail, which makes links of dates and addresses. A block of its own, as not all know the selector. */
export const APPLE_STYLE_SHEET =
  'a[x-apple-data-detectors]{color:inherit!important;text-decoration:none!important}';

/** For clients that support `prefers-color-scheme` (Apple Mail, Thunderbird, Samsung, Outlook for Mac). */
export const darkStyleSheet = ({ text, fill, rule }: Colours): string =>
  [
    ':root{color-scheme:light dark;supported-color-schemes:light dark}',
    '@media screen and (prefers-color-scheme:dark){',
    ...colours('background-color', fill, 'dark'),
    ...colours('color', text, 'dark'),
    ...colours('border-color', rule, 'dark'),
    `.r,.o,.c td{border-color:${RULE.hairline.dark}!important}`,
    '}',
  ].join('\n');
