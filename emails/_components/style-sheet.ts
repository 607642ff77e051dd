import { type Colour, FILL, FONTS, RULE, TEXT, WIDTH } from '../theme.ts';

const colours = (property: string, of: Record<string, Colour>, scheme: 'light' | 'dark') =>
  Object.values(of).map((colour) =>
    scheme === 'light'
      ? `.${colour.name}{${property}:${colour.light}}`
      : `.${colour.name}{${property}:${colour.dark}!important}`,
  );

/**
 * What clients with style sheets add to the inline styles. Gmail drops what exceeds 8,192 characters and may drop
 * a whole block for one construct that it does not know, so the dark scheme is a block of its own.
 *
 * `.w` gives Word its fixed width: Word knows neither `max-width` nor media queries, everyone else takes the second
 * rule, and a client without style sheets takes the attribute `width="100%"` and the inline `max-width`.
 */
export const STYLE_SHEET = [
  `body,table,td,th{font-family:${FONTS.body}}`,
  `body{margin:0;padding:0;background-color:${FILL.canvas.light};-webkit-text-size-adjust:100%}`,
  `.w{width:${WIDTH}px}`,
  'p,h1,h2,h3,h4{margin:0}',
  'p{text-align:start}',
  'h3,h4{line-height:24px}',
  `.h,h2{font-family:${FONTS.heading}}`,
  ...colours('color', TEXT, 'light'),
  '.p{padding:0 0 16px}',
  '.g{padding:0 0 10px}',
  '.l{padding:22px 0 10px;line-height:26px}',
  '.b{white-space:nowrap;border-radius:3px}',
  '.v{margin:7px -2px 0 0}',
  `.t,.c{border:0 solid ${RULE.hairline.light}}`,
  '.t{border-top-width:1px;padding:16px 0 10px}',
  '.d{margin-bottom:12px}',
  '.d td{padding:1px 0;font-size:15px;line-height:22px;vertical-align:top}',
  '.q{margin-bottom:12px;font-size:15px;line-height:23px}',
  '.c{border-bottom-width:1px;padding:7px 10px 7px 0;line-height:20px;text-align:left;vertical-align:top}',
  '.m{padding:10px 0 0}',
  '.m a{display:inline-block;padding:10px 0}',
  '@media screen and (max-width:4000px){.w{width:100%!important}}',
  '@media screen and (max-width:480px){',
  '.x{padding-left:20px!important;padding-right:20px!important}',
  '.s{display:block!important;width:auto!important;padding:10px 16px!important}',
  '.h1{font-size:27px!important;line-height:33px!important}',
  '.h2{font-size:25px!important;line-height:31px!important}',
  '}',
].join('\n');

/** The dark scheme, for the clients that follow `prefers-color-scheme` (Apple Mail, Thunderbird, Samsung, Outlook for Mac). */
export const DARK_STYLE_SHEET = [
  ':root{color-scheme:light dark;supported-color-schemes:light dark}',
  '@media (prefers-color-scheme:dark){',
  ...colours('background-color', FILL, 'dark'),
  ...colours('color', TEXT, 'dark'),
  ...colours('border-color', RULE, 'dark'),
  `.t,.c{border-color:${RULE.hairline.dark}!important}`,
  '}',
].join('\n');
