import { FONTS } from '../../../../emails/theme.ts';
import { PALETTE } from '../../pages/style-sheet.ts';
import { EDIT_STYLE } from '../edit/edit-style.ts';
import { ISSUES_STYLE } from '../issues/issues-style.ts';
import { LOOK_STYLE } from '../look/look-style.ts';
import { THIS_WEEK_STYLE } from '../this-week/this-week-style.ts';
import { LISTS_STYLE } from './lists-style.ts';

/** The digest's colours and fonts, in light and dark, from phones to wide screens. */
export const STUDIO_STYLE_SHEET = `${PALETTE}
*{box-sizing:border-box}
html{-webkit-text-size-adjust:100%}
body{margin:0;min-height:100vh;background:var(--fill-canvas);color:var(--text-ink);font:15px/1.45 ${FONTS.body};overflow-wrap:anywhere}
h1,h2,h3{margin:0;font-family:${FONTS.body};font-weight:bold;text-wrap:balance}
h1{font-size:26px;line-height:32px}
h2{font-size:18px;line-height:24px}
h3{font:bold 15px/22px ${FONTS.body}}
p,ul,ol,dl,dd,fieldset,figure,pre{margin:0;padding:0}
fieldset{border:0;min-width:0}
ul,ol{list-style:none}
a{color:var(--text-link);text-decoration:underline;text-underline-offset:.15em;text-decoration-thickness:1px}
a:hover{text-decoration-thickness:2px}
:focus-visible{outline:3px solid var(--text-link);outline-offset:2px;border-radius:3px}
main:focus{outline:none}
[hidden]{display:none!important}
.wide{width:100%;max-width:1360px;margin:0 auto;padding-left:24px;padding-right:24px}
.skip{position:absolute;left:8px;top:-100px;padding:10px 16px;background:var(--fill-card);z-index:9}
.skip:focus{top:8px}
.masthead{background:var(--fill-band);color:var(--text-onBand)}
.masthead .wide{display:flex;flex-wrap:wrap;align-items:center;gap:0 28px}
.masthead .name{padding:12px 0;font:bold 17px/24px ${FONTS.body}}
.masthead .name span{font:normal 14px/24px ${FONTS.body};color:var(--text-onBandMuted);margin-left:6px}
.masthead ul{display:flex;flex-wrap:wrap;gap:0 4px}
.masthead a{display:block;padding:12px 12px 9px;color:var(--text-onBandMuted);text-decoration:none;border-bottom:3px solid transparent}
.masthead a:hover{color:var(--text-onBand);text-decoration:underline}
.masthead [aria-current]{color:var(--text-onBand);border-bottom-color:currentColor}
.masthead :focus-visible{outline-color:var(--text-onBand);outline-offset:-3px}
.masthead form{margin-left:auto}
.masthead button.plain{color:inherit}
main{padding-top:22px;padding-bottom:56px}
.sheet{padding:18px 20px;background:var(--fill-card);border-top:1px solid var(--rule-quiet);border-radius:0 0 3px 3px}
.sheet.narrow{max-width:420px;margin:32px auto 0}
.sheet+.sheet{margin-top:16px}
.fields>*+*,.stack>*+*{margin-top:12px}
.muted{color:var(--text-muted)}
.small{font-size:13px;line-height:18px}
.number{font-variant-numeric:tabular-nums}
.title{display:flex;flex-wrap:wrap;align-items:baseline;gap:4px 14px;margin-bottom:16px}
.row{display:flex;flex-wrap:wrap;align-items:center;gap:8px 12px}
label,.label{display:block;font-weight:bold}
.hint{color:var(--text-muted);font-size:13px;line-height:18px;font-weight:normal}
.error{color:var(--text-skip);font-weight:bold}
input+.error,input+.hint,textarea+.hint,.error+.hint{margin-top:6px}
input:not([type=hidden],[type=checkbox],[type=radio]),select,textarea{display:block;width:100%;min-height:40px;margin-top:4px;padding:8px 10px;font:inherit;color:var(--text-ink);background:var(--fill-card);border:1px solid var(--rule-quiet);border-radius:3px}
textarea{resize:vertical}
[aria-invalid=true]{border:2px solid var(--rule-skip)!important}
button,.button{display:inline-block;min-height:40px;padding:8px 16px;font:inherit;font-weight:bold;line-height:24px;color:var(--text-onInk);background:var(--fill-ink);border:0;border-radius:3px;cursor:pointer;text-decoration:none}
button:hover,.button:hover{text-decoration:underline}
button:disabled{color:var(--text-muted);background:var(--fill-empty);cursor:default;text-decoration:none}
button.quiet,.button.quiet{color:var(--text-ink);background:transparent;box-shadow:inset 0 0 0 1px var(--rule-quiet)}
button.quiet:disabled{color:var(--text-muted);background:var(--fill-sunken);box-shadow:none}
button.danger{color:var(--text-skip);background:transparent;box-shadow:inset 0 0 0 2px var(--rule-skip)}
button.plain{padding:8px;font-weight:normal;color:var(--text-link);background:transparent;text-decoration:underline}
.notice{padding:10px 14px;background:var(--fill-sunken);border-left:4px solid var(--rule-strong)}
.notice.good{border-left-color:var(--rule-ship)}
.notice.bad{border-left-color:var(--rule-skip)}
.status{display:inline-block;padding:1px 8px;font-size:13px;line-height:20px;font-weight:bold;border-radius:3px;background:var(--fill-sunken);box-shadow:inset 0 0 0 1px var(--rule-quiet)}
.status.good{color:var(--text-ship);box-shadow:inset 0 0 0 1px var(--rule-ship)}
.status.bad{color:var(--text-skip);box-shadow:inset 0 0 0 1px var(--rule-skip)}
table{width:100%;border-collapse:collapse}
th,td{padding:7px 12px 7px 0;text-align:left;vertical-align:top;border-bottom:1px solid var(--rule-hairline)}
th{font-size:13px;line-height:18px;color:var(--text-muted);font-weight:normal}
td.number,th.number{text-align:right}
.scroll{overflow-x:auto}
dl.facts{display:grid;grid-template-columns:max-content 1fr;gap:4px 16px}
dl.facts dt{color:var(--text-muted)}
.apart{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%);white-space:nowrap}
@media (max-width:640px){.wide{padding-left:14px;padding-right:14px}h1{font-size:22px;line-height:28px}.masthead .name{padding:8px 0 0}.masthead .name:last-child{padding-bottom:8px}.masthead .wide{gap:0 12px}.masthead nav{order:3;width:calc(100% + 16px);margin:0 -8px}.masthead a{padding:10px 6px 7px}.masthead nav ul{gap:0}.sheet{padding:14px}main{padding-top:14px}}
@media (forced-colors:active){button,.button{border:1px solid}}
@media (prefers-reduced-motion:no-preference){.fresh{animation:fresh 1.2s ease-out}}
@keyframes fresh{from{background-color:var(--fill-sunken)}}
${LISTS_STYLE}${THIS_WEEK_STYLE}${EDIT_STYLE}${LOOK_STYLE}${ISSUES_STYLE}`;
