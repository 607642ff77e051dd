import { type Colour, FILL, FONTS, RULE, TEXT } from '../../../emails/theme.ts';

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
 * `--brand` and `--on-brand` are the owner's: the stripe and the buttons.
 */
export const PALETTE = `:root{color-scheme:light dark;${palette('light')};--brand:var(--fill-brand);--on-brand:var(--text-onBrand)}
@media (prefers-color-scheme:dark){:root{${palette('dark')}}}`;

export const STYLE_SHEET = `${PALETTE}
*{box-sizing:border-box}
html{-webkit-text-size-adjust:100%}
body{margin:0;min-height:100vh;display:flex;flex-direction:column;background:var(--fill-canvas);color:var(--text-ink);font:16px/1.5 ${FONTS.body};overflow-wrap:anywhere}
h1,h2,h3{margin:0;font-family:${FONTS.body};font-weight:bold;text-wrap:balance}
h1{font-size:28px;line-height:1.2;letter-spacing:-.01em}
h2{font-size:20px;line-height:1.3}
h3{font-size:17px;line-height:1.4}
p,ul,ol,dl,dd,blockquote{margin:0;padding:0}
a{color:var(--text-link);text-decoration:underline;text-underline-offset:.15em;text-decoration-thickness:1px}
a:hover{text-decoration-thickness:2px}
:focus-visible,input:focus-within{outline:3px solid var(--text-link);outline-offset:2px;border-radius:2px}
main:focus{outline:none}
code{font-size:.875em}
.wrap{width:100%;max-width:1104px;margin:0 auto;padding:0 20px}
.skip-link{position:absolute;left:8px;top:-100px;padding:10px 16px;background:var(--fill-card);color:var(--text-link);z-index:1}
.skip-link:focus{top:8px}
.bar{background:var(--fill-card);border-top:6px solid var(--brand)}
.bar .wrap{display:flex;flex-wrap:wrap;align-items:center;gap:0 16px;padding-top:8px;padding-bottom:8px}
.bar a{display:inline-block;padding:11px 0}
.bar .name{margin-right:auto;font-weight:bold;color:var(--text-ink);text-decoration:none}
.bar .name:hover{text-decoration:underline}
.logo{display:block;box-sizing:content-box;padding:6px 10px;background:${FILL.card.light};border-radius:4px;color:${TEXT.ink.light}}
.own{white-space:pre-line}
.bar ul{display:flex;flex-wrap:wrap;gap:0 18px;list-style:none;font-size:15px;line-height:22px}
.bar [aria-current]{color:var(--text-ink);text-decoration:none}
main{flex:1}
main:has(>.sheet:last-child){background:var(--fill-card)}
.sheet{background:var(--fill-card)}
.one{max-width:640px;padding:36px 0 48px}
.one>*+*,.stack>*+*{margin-top:14px}
.one ul,.one ol{padding-left:24px}
.one h2{margin-top:30px}
.muted,.kicker,.hint,.foot,.tagline,.verdicts-consent{color:var(--text-muted)}
.small,.hint,.kicker,.verdicts-consent{font-size:14px;line-height:20px;font-weight:normal}
.kicker{margin-bottom:4px}
.rule{border:0;border-top:1px solid var(--rule-hairline);margin:32px 0 0}
.foot{padding-top:28px;padding-bottom:44px;font-size:15px;line-height:22px}
.foot p:first-child{max-width:720px;margin-bottom:14px}
.foot address{font-style:normal}
.foot a,.links a{display:inline-block;padding:11px 20px 11px 0}
.tag{display:inline-block;padding:0 6px;border:2px solid;border-radius:3px;font-size:14px;line-height:20px;font-weight:bold;white-space:nowrap;font-variant-numeric:tabular-nums}
.tag.ship{background:var(--fill-ship);border-color:var(--fill-ship);color:var(--text-onShip)}
.tag.skip,b.skip{color:var(--text-skip)}
.tag.split{color:var(--text-split);border-style:dashed}
b.ship{color:var(--text-ship)}
table{width:100%;border-collapse:collapse;font-variant-numeric:tabular-nums}
.answers thead>tr>*{padding:0 0 6px;border-bottom:2px solid var(--rule-strong);font-size:14px;font-weight:normal;color:var(--text-muted);text-align:right;vertical-align:middle}
.answers thead>tr>:first-child{text-align:left;color:var(--text-ink)}
.answers thead h2{margin:0;font-size:18px}
.answers td{padding:8px 0;border-bottom:1px solid var(--rule-hairline);vertical-align:top}
.answers td+td{width:60px;padding-left:6px;text-align:right;white-space:nowrap}
.answers a{display:inline-block;min-height:24px;color:var(--text-ink);text-decoration:none}
.answers a b{color:var(--text-link);text-decoration:underline;text-underline-offset:.15em;text-decoration-thickness:1px}
.answers a:hover b{text-decoration-thickness:2px}
.scores{table-layout:fixed;margin:20px 0}
.scores th,.scores td{padding:7px 8px;border-bottom:1px solid var(--rule-hairline);text-align:left;vertical-align:top}
.scores th:first-child{width:30%;padding-left:0;color:var(--text-muted);font-weight:normal}
.scores .panel>*{border-top:1px solid var(--rule-strong);border-bottom:0}
.scores .small{white-space:nowrap}
.disagreement{padding:12px 16px;background:var(--fill-sunken)}
.dissent.ship{background:var(--fill-shipTint)}
.dissent.skip{background:var(--fill-skipTint)}
blockquote{padding-left:14px;border-left:3px solid var(--rule-hairline)}
blockquote.for,blockquote.ship{border-color:var(--rule-ship)}
blockquote.against,blockquote.skip{border-color:var(--rule-skip)}
blockquote footer{margin-top:4px;color:var(--text-muted);font-size:14px;line-height:20px}
.for footer b{color:var(--text-ship)}
.against footer b{color:var(--text-skip)}
.voice,.intro,.closing{font-family:${FONTS.voice};font-size:17px;line-height:1.5}
.voice+.voice,.intro>*+*,.closing>*+*,.sponsor>*+*{margin-top:10px}
.voice code,.intro code,.closing code{font-size:.8125em}
.intro ul,.intro ol,.closing ul,.closing ol,.sponsor ul,.sponsor ol{padding-left:24px}
.voices,.tools{display:grid;gap:16px}
.issue{min-width:0;margin:0 -20px;padding:28px 20px 16px;background:var(--fill-card)}
.summary{margin:10px 0 14px;color:var(--text-muted)}
.intro{margin-bottom:20px}
.closing{padding-top:20px;border-top:3px solid var(--rule-strong)}
.sponsor{margin:0 0 26px;padding:14px 18px;background:var(--fill-sunken);border:1px dashed var(--rule-quiet)}
.issue>.answers{margin:20px 0 28px}
.comparison{padding:28px 0 24px;border-top:1px solid var(--rule-hairline);scroll-margin-top:12px}
.comparison>*+*{margin-top:14px}
.comparison>.kicker+h2{margin-top:0}
.comparison .say{margin-top:6px}
.comparison.featured{border-top:3px solid var(--rule-strong)}
.featured h2{font-size:24px}
.featured .say{font-size:18px}
.tool:only-child{grid-column:1/-1}
.tool+.tool{margin-top:16px}
.tools>.tool{margin:0}
.tool>*+*{margin-top:12px}
.tool>h3+p{margin-top:2px}
.tool blockquote{margin-top:18px}
.tool dl{display:grid;gap:3px;font-size:15px;line-height:22px}
.tool dl>div{display:grid;grid-template-columns:92px 1fr}
dt{color:var(--text-muted)}
.join{padding:20px;border:2px solid var(--rule-strong);background:var(--fill-card)}
.join>*+*,form>*+*{margin-top:12px}
.join h2{margin-top:0}
.between{margin-bottom:28px}
.beside{display:none}
.neighbours{display:flex;flex-wrap:wrap;justify-content:space-between;gap:8px 32px;padding:16px 0;border-top:3px solid var(--rule-strong)}
.neighbours>*{max-width:320px;padding:4px 0}
.neighbours span{display:block;color:var(--text-muted);font-size:14px}
.hero{display:grid;gap:32px;padding-top:32px;padding-bottom:44px}
.hero h1{font-size:clamp(32px,22px + 3vw,52px);line-height:1.1;letter-spacing:-.02em}
.lead{margin:14px 0 22px;max-width:34em;font-size:18px}
.newest{padding-top:16px;border-top:3px solid var(--rule-strong)}
.newest .more,.excerpt .more{margin-top:14px}
.newest h2+p{margin-top:8px}
.more a{display:inline-block;padding:10px 0}
.why{display:grid;gap:26px;padding-top:40px;padding-bottom:40px}
.why h2{margin-bottom:4px}
.excerpt{padding-top:36px;padding-bottom:28px}
.excerpt h2{margin-bottom:6px}
.excerpt .voices{margin-top:20px}
.again{padding-top:36px;padding-bottom:20px}
.again .join{max-width:640px}
.list{display:grid;gap:32px;padding-top:32px;padding-bottom:44px}
.list h1+p{margin-top:8px}
.month{margin-top:28px;padding-bottom:6px;border-bottom:2px solid var(--rule-strong);font-size:16px}
.issues{list-style:none}
.issues>li{display:grid;grid-template-columns:48px 1fr;padding:10px 0;border-bottom:1px solid var(--rule-hairline)}
.issues time{padding-top:2px;font-weight:bold;font-variant-numeric:tabular-nums}
.issues a{display:inline-block;padding:2px 0;font-weight:bold}
.issues .none{display:block;color:var(--text-muted)}
.pages{display:flex;flex-wrap:wrap;align-items:center;justify-content:space-between;gap:0 20px;padding-top:14px}
.pages a{display:inline-block;padding:10px 0}
label{display:block;font-weight:bold}
input[type=email],input[type=text],input[type=date],select{display:block;width:100%;min-height:46px;margin-top:6px;padding:9px 12px;font:inherit;color:var(--text-ink);background:var(--fill-card);border:1px solid var(--rule-quiet);border-radius:4px}
.field{display:flex;flex-wrap:wrap;gap:10px}
form>label+.field{margin-top:6px}
.field input[type=email]{flex:1 1 200px;min-width:0;width:auto;margin:0}
input[aria-invalid=true]{border:2px solid var(--rule-skip)}
button,.button{display:inline-block;min-height:46px;padding:11px 20px;font:inherit;font-weight:bold;line-height:24px;color:var(--on-brand);background:var(--brand);border:0;border-radius:4px;cursor:pointer;text-decoration:none}
button:hover,.button:hover{text-decoration:underline}
button.quiet{color:var(--text-ink);background:transparent;box-shadow:inset 0 0 0 1px var(--rule-quiet)}
.error,.verdicts-error{color:var(--text-skip);font-weight:bold}
input+.error,label+.verdicts-error{margin-top:8px}
.fields>noscript>p{margin-top:14px}
.fields>*+*,.verdicts-form>*+*,.verdicts-status>*+*{margin-top:14px}
.apart,.verdicts-apart{position:absolute;left:-10000px;width:1px;height:1px;overflow:hidden}
.code{display:block;width:100%;margin-top:6px;padding:9px 12px;font:13px/1.5 monospace;color:var(--text-ink);background:var(--fill-sunken);border:1px solid var(--rule-quiet);border-radius:3px;resize:vertical}
.notice{padding:12px 16px;background:var(--fill-sunken);border-left:4px solid var(--rule-strong)}
@media (min-width:700px){.voices,.tools{grid-template-columns:1fr 1fr;gap:20px 32px}.issue{margin:0;padding:36px 40px 16px}.one{padding:64px 0 72px}}
@media (min-width:960px){h1{font-size:36px}h2{font-size:22px}.hero{grid-template-columns:minmax(0,1.05fr) minmax(0,.95fr);gap:72px;padding-top:60px;padding-bottom:68px}.why{grid-template-columns:repeat(3,1fr);gap:48px}.list{grid-template-columns:minmax(0,700px) 1fr;gap:56px;padding-top:48px}.list .join{align-self:start}}
@media (min-width:1088px){.columns{display:grid;grid-template-columns:minmax(0,736px) 1fr;gap:40px}.beside{display:block;padding-top:36px}.beside .join{position:sticky;top:24px}.between{display:none}}
@media (forced-colors:active){button,.button{border:2px solid}}
@media print{.bar nav,.skip-link,.pages,.join,.links{display:none}}
`;
