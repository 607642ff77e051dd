import { type Colour, FILL, FONTS, RULE, TEXT, WIDTH } from '../../../emails/theme.ts';

const properties = (group: string, of: Record<string, Colour>, scheme: 'light' | 'dark') =>
  Object.entries(of).map(([name, colour]) => `--${group}-${name}:${colour[scheme]}`);

const palette = (scheme: 'light' | 'dark') =>
  [
    ...properties('text', TEXT, scheme),
    ...properties('fill', FILL, scheme),
    ...properties('rule', RULE, scheme),
  ].join(';');

/**
 * The digest's colours as custom properties, light and dark: `--text-ink`, `--fill-card`, `--rule-strong` and so on.
 */
export const PALETTE = `:root{color-scheme:light dark;${palette('light')}}
@media (prefers-color-scheme:dark){:root{${palette('dark')}}}`;

export const STYLE_SHEET = `${PALETTE}
*{box-sizing:border-box}
html{-webkit-text-size-adjust:100%}
body{margin:0;min-height:100vh;display:flex;flex-direction:column;background:var(--fill-canvas);color:var(--text-ink);font:16px/1.5 ${FONTS.body};overflow-wrap:anywhere}
h1,h2{margin:0;font-family:${FONTS.body};font-weight:bold;text-wrap:balance}
h1{font-size:32px;line-height:39px}
h2{font-size:21px;line-height:28px}
p,ul,ol{margin:0}
a{color:var(--text-link);text-decoration:underline;text-underline-offset:.15em;text-decoration-thickness:1px}
a:hover{text-decoration-thickness:2px}
:focus-visible,input:focus-within{outline:3px solid var(--text-link);outline-offset:2px;border-radius:2px}
main:focus{outline:none}
.column{width:100%;max-width:${WIDTH}px;margin:0 auto;padding:0 28px}
.skip{position:absolute;left:8px;top:-100px;padding:10px 16px;background:var(--fill-card);color:var(--text-link);z-index:1}
.skip:focus{top:8px}
.masthead{background:var(--fill-band);color:var(--text-onBand)}
.masthead .column{display:flex;flex-wrap:wrap;align-items:center;justify-content:space-between;gap:0 24px;padding-top:6px;padding-bottom:6px}
.masthead a{color:inherit;display:inline-block;padding:12px 0}
.masthead :focus-visible{outline-color:var(--text-onBand)}
.name{font:bold 19px/26px ${FONTS.body};text-decoration:none}
.name:hover{text-decoration:underline}
.masthead ul{display:flex;flex-wrap:wrap;gap:0 20px;padding:0;list-style:none;font-size:15px;line-height:20px}
.masthead [aria-current]{text-decoration:none}
main{flex:1;padding:28px 0 40px}
.card{max-width:${WIDTH}px;margin:0 auto;padding:28px;background:var(--fill-card);border-top:5px solid var(--rule-strong)}
.card>*+*{margin-top:14px}
.muted{color:var(--text-muted)}
.issues{padding:0;list-style:none}
.issues>li{padding:18px 0;border-top:1px solid var(--rule-hairline)}
.issues>li:last-child{padding-bottom:0}
.issues h2{margin:2px 0 6px}
.issues h2 a{display:inline-block;padding:4px 0}
.issues .muted{font-size:14px;line-height:20px}
.pages{display:flex;flex-wrap:wrap;align-items:center;justify-content:space-between;gap:0 20px;padding-top:14px;border-top:1px solid var(--rule-hairline)}
.pages a{display:inline-block;padding:10px 0}
footer{padding:0 0 40px;color:var(--text-muted);font-size:14px;line-height:22px}
footer p+p{margin-top:4px}
footer address{font-style:normal}
footer a{display:inline-block;padding:11px 0}
label{display:block;font-weight:bold}
input[type=email],input[type=text],input[type=date],select{display:block;width:100%;min-height:44px;margin-top:6px;padding:9px 12px;font:inherit;color:var(--text-ink);background:var(--fill-card);border:1px solid var(--rule-quiet);border-radius:3px}
[aria-invalid=true]{border:2px solid var(--rule-skip)}
button,.button{display:inline-block;min-height:44px;padding:10px 20px;font:inherit;font-weight:bold;line-height:24px;color:var(--text-onInk);background:var(--fill-ink);border:0;border-radius:3px;cursor:pointer;text-decoration:none}
button:hover,.button:hover{text-decoration:underline}
button.quiet{color:var(--text-ink);background:transparent;box-shadow:inset 0 0 0 2px var(--rule-strong)}
.hint,.verdicts-consent{color:var(--text-muted);font-size:14px;font-weight:normal}
.error,.verdicts-error{color:var(--text-skip);font-weight:bold}
input+.error,label+.verdicts-error{margin-top:8px}
.fields>noscript>p{margin-top:14px}
.fields>*+*,.verdicts-form>*+*,.verdicts-status>*+*{margin-top:14px}
.apart,.verdicts-apart{position:absolute;left:-10000px;width:1px;height:1px;overflow:hidden}
.code{display:block;width:100%;margin-top:6px;padding:9px 12px;font:13px/1.5 monospace;color:var(--text-ink);background:var(--fill-sunken);border:1px solid var(--rule-quiet);border-radius:3px;resize:vertical}
code{font-size:14px}
.notice{padding:12px 16px;background:var(--fill-sunken);border-left:4px solid var(--rule-strong)}
@media (max-width:480px){.column,.card{padding-left:20px;padding-right:20px}h1{font-size:27px;line-height:33px}main{padding-top:0}.card{border-top:1px solid var(--rule-quiet)}}
@media (forced-colors:active){button,.button{border:2px solid}}
@media print{.masthead ul,.skip,.pages,footer a{display:none}}
`;
