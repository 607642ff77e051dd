import { FILL } from '../../../../emails/theme.ts';

export const LOOK_STYLE = `
.look-title{align-items:center}
.look-title .reason{order:2}
.look h2[aria-hidden]{margin-top:0}
.look .field textarea{min-height:84px}
.look .preview iframe{background:transparent}
.look-title .end{flex-wrap:nowrap}
.look{display:grid;grid-template-columns:minmax(0,5fr) minmax(0,6fr);gap:16px 24px;align-items:start;margin-top:16px}
.look .written>*{margin-top:0}
.look .written>*+*{margin-top:16px}
.look .preview{position:sticky;top:12px;margin:0;padding:0}
.look .preview iframe{width:100%;height:calc(100dvh - 96px);border:0;border-top:1px solid var(--rule-hairline)}
.look .tools{display:flex;flex-wrap:wrap;align-items:center;gap:8px 12px;padding:10px 12px}
.look .top{display:flex;justify-content:space-between;align-items:baseline;gap:12px}
.look .count{color:var(--text-muted);font-size:13px;line-height:18px;font-variant-numeric:tabular-nums}
.look .count.over{color:var(--text-skip);font-weight:bold}
.look .error+.hint,.look .hint+.notice,.look .notice+.notice{margin-top:6px}
.look [data-fresh]:not(:empty)>*{margin-top:6px}
.look .picked{display:grid;grid-template-columns:minmax(0,1fr) auto;gap:0 8px}
.look .picked>:not(input){grid-column:1/-1}
.look .picked input[type=color]{width:56px;padding:4px}
.look img.logo{padding:6px 10px;box-sizing:content-box;background:${FILL.card.light};border-radius:4px}
.look .pair{display:grid;grid-template-columns:minmax(0,1fr) minmax(0,2fr);gap:8px}
.look .switch{display:none}
.seg{display:inline-flex;flex-wrap:wrap;padding:3px;background:var(--fill-sunken);border-radius:4px}
.seg label{position:relative;padding:4px 12px;font-size:13px;line-height:24px;border-radius:3px;cursor:pointer}
.seg label:has(:checked){background:var(--fill-card);box-shadow:inset 0 0 0 1px var(--rule-quiet)}
.seg label:has(:focus-visible){outline:3px solid var(--text-link);outline-offset:2px}
.seg input{position:absolute;inset:0;margin:0;opacity:0;cursor:pointer}
.menu{position:relative}
.menu summary{list-style:none}
.menu summary::-webkit-details-marker{display:none}
.menu summary::after{content:" ▾"}
.menu .list{position:absolute;right:0;z-index:2;width:280px;margin-top:4px;padding:4px;background:var(--fill-card);border:1px solid var(--rule-quiet);border-radius:4px}
.menu .list button{display:block;width:100%;text-align:left;text-decoration:none;color:var(--text-ink)}
.menu .list button:hover{background:var(--fill-sunken)}
.menu .list .small{display:block;color:var(--text-muted)}
#look-notice:not(:empty){margin-top:16px}
#look-notice .row{justify-content:space-between}
@media (max-width:960px){.look{grid-template-columns:minmax(0,1fr)}.look .preview{position:static}.look .switch{display:flex}.look .switch label{flex:1;text-align:center}.look:has(#pane-write:checked) .preview,.look:has(#pane-look:checked) .written{display:none}}
@media (max-width:640px){.look-title .end{margin-left:0}.menu .list{left:0;right:auto}}
`;
