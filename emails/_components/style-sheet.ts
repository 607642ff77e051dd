import { type Colour, FILL, FONTS, RULE, TEXT, WIDTH } from '../theme.ts';

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
export const STYLE_SHEET = [
  `body,table,td,th{font-family:${FONTS.body}}`,
  `body{margin:0;padding:0;background-color:${FILL.canvas.light};-webkit-text-size-adjust:100%}`,
  'p,h1,h2,h3,h4{margin:0}',
  'h3,h4{line-height:24px}',
  `.h,h2{font-family:${FONTS.heading}}`,
  ...colours('color', TEXT, 'light'),
  // Spacing: a paragraph, one that belongs to what follows, a label, a tool, the reviewer split.
  '.p{margin:0 0 16px}',
  'p.g{margin:0 0 10px}',
  'td.g{padding:0 0 10px}',
  'p.e{margin:0 0 4px}',
  '.l{margin:22px 0 10px;line-height:26px}',
  '.j{margin:0 0 4px}',
  `.i{margin:4px 0 6px}`,
  // The scoreboard: a cell, its bar, its panel, whose words wrap together.
  '.o{table-layout:fixed;margin:14px 0 18px}',
  '.u{line-height:20px}',
  '.v{margin:9px 0 6px}',
  // The gaps between a bar's segments are borders in the scoreboard's colour.
  `.v td{border:0 solid ${FILL.sunken.light};border-right-width:2px;line-height:7px;mso-line-height-rule:exactly}`,
  '.n td{line-height:5px;mso-line-height-rule:exactly}',
  '.k{margin:3px 0 0}',
  '.y{display:inline-block}',
  '.b{white-space:nowrap;border-radius:3px}',
  // Hairlines, and the cells of the reviewer split.
  `.t,.c td,.c th{border:0 solid ${RULE.hairline.light}}`,
  '.t{border-top-width:1px;padding:14px 0 8px}',
  '.c td,.c th{border-bottom-width:1px;padding:7px 10px 7px 0;line-height:20px;text-align:left;vertical-align:top}',
  '.d{margin-bottom:12px}',
  '.d td{padding:1px 0;font-size:15px;line-height:22px;vertical-align:top}',
  '.q{margin-bottom:12px}',
  '.q td{font-size:15px;line-height:22px}',
  '.m{margin:8px 0 0}',
  '.m a{display:inline-block;padding:10px 0}',
  // Apple Mail and Yahoo on iOS ignore `max-width` on a table.
  `@media screen and (min-width:${WIDTH + 20}px){.w{width:${WIDTH}px!important}}`,
  '@media screen and (max-width:480px){',
  '.x{padding-left:20px!important;padding-right:20px!important}',
  '.s{display:block!important;width:auto!important;padding:10px 16px!important}',
  '.h1{font-size:27px!important;line-height:33px!important}',
  '.h2{font-size:25px!important;line-height:31px!important}',
  '}',
].join('\n');

/** For clients that support `prefers-color-scheme` (Apple Mail, Thunderbird, Samsung, Outlook for Mac). */
export const DARK_STYLE_SHEET = [
  ':root{color-scheme:light dark;supported-color-schemes:light dark}',
  '@media (prefers-color-scheme:dark){',
  ...colours('background-color', FILL, 'dark'),
  ...colours('color', TEXT, 'dark'),
  ...colours('border-color', RULE, 'dark'),
  `.t,.c td,.c th{border-color:${RULE.hairline.dark}!important}`,
  `.v td{border-color:${FILL.sunken.dark}!important}`,
  '}',
].join('\n');
