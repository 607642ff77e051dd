export const LISTS_STYLE = `
.title-links{margin-left:auto}
.form{max-width:640px}
.small>a{display:inline-block;padding:3px 0}
.counts{display:flex;flex-wrap:wrap;align-items:baseline;gap:4px 22px}
nav.counts{margin-bottom:12px}
nav.counts a{padding:6px 0;color:var(--text-muted);text-decoration:none;border-bottom:2px solid transparent}
nav.counts a:hover{text-decoration:underline}
nav.counts a strong{color:var(--text-ink);font-size:18px}
nav.counts [aria-current]{color:var(--text-ink);border-bottom-color:var(--rule-strong)}
.search{display:flex;flex-wrap:wrap;align-items:flex-end;gap:8px 16px}
.search .grow{flex:1 1 260px}
.search fieldset{display:flex;flex-wrap:wrap;gap:0 16px}
.choice{display:inline-block;padding:8px 0;font-weight:normal;cursor:pointer}
fieldset .choice+.choice{margin-top:0}
.form .choice{display:grid;grid-template-columns:auto 1fr;column-gap:8px}
.form .choice .hint{grid-column:2}
.choice input{margin:0 4px 0 0;width:16px;height:16px;vertical-align:-2px;accent-color:var(--text-ink)}
.form .choice input{margin-top:3px}
tbody th{font:inherit;color:inherit}
legend{padding:0}
.subscribers,.mails,.broad{min-width:560px}
td.number:first-child,th.number:first-child{width:56px}
.subscribers td,.mails td,tbody th{overflow-wrap:anywhere}
.subscribers td:last-child,.mails td:last-child,td>time{white-space:nowrap}
.subscribers th[scope=row]{width:44%}
.mails th[scope=row]{width:52%}
.one-subscriber{display:grid;grid-template-columns:minmax(0,1fr) 360px;gap:16px;align-items:start}
.stack-of-sheets{display:grid;gap:16px;min-width:0}
.stack-of-sheets>.sheet{margin-top:0;min-width:0}
.record>li>form{margin-top:6px}
.record>li{padding:7px 0;border-bottom:1px solid var(--rule-hairline)}
.record>li:last-child{border-bottom:0;padding-bottom:0}
.bullets{list-style:disc;padding-left:20px}
.bullets>li+li{margin-top:4px}
code,.mail-text{font:13px/18px ui-monospace,SFMono-Regular,Menlo,Consolas,monospace}
select.short{width:auto;max-width:100%;margin-top:0}
.import progress,.form progress{appearance:none;width:100%;max-width:420px;height:12px;border:0;border-radius:3px;overflow:hidden;background:var(--fill-empty)}
td .status{white-space:nowrap}
.title+.notice{margin-bottom:16px}
.broad th[scope=row]{white-space:nowrap}
input[type=file]{padding:7px}
iframe.mail{display:block;width:100%;height:min(76vh,900px);margin-top:16px;border:0}
.mail-head{display:flex;flex-wrap:wrap;justify-content:space-between;align-items:flex-start;gap:10px 24px}
.mail-text{max-height:70vh;overflow:auto;white-space:pre-wrap;line-height:19px}
details.sheet{margin-top:16px}
dl.headers{font-size:13px;line-height:18px}
.columns>li{padding:10px 0;border-bottom:1px solid var(--rule-hairline)}
.columns>li:last-child{border-bottom:0}
.columns .asked{border-left:4px solid var(--rule-skip);padding-left:12px}
.column{display:grid;grid-template-columns:minmax(0,2fr) minmax(0,3fr) minmax(0,260px);gap:4px 16px;align-items:center}
.column>label,.samples{overflow-wrap:anywhere}
.column>select,.word>select{margin-top:0}
.samples{color:var(--text-muted);font-size:13px;line-height:18px}
.words{margin-top:8px;padding-left:16px;border-left:1px solid var(--rule-quiet)}
.words>legend{font-weight:bold}
.word{display:grid;grid-template-columns:minmax(0,1fr) minmax(0,260px);gap:4px 16px;align-items:center;padding:4px 0}
.word>label{font-weight:normal;overflow-wrap:anywhere}
.notice>p+p{margin-top:6px}
@media (max-width:900px){.one-subscriber{grid-template-columns:minmax(0,1fr)}.one-subscriber>.beside{order:-1}}
@media (max-width:640px){.column,.word{grid-template-columns:minmax(0,1fr)}.subscribers,.mails{min-width:0}.subscribers thead,.mails thead{position:absolute;clip-path:inset(50%)}.subscribers tr,.mails tr{display:flex;flex-wrap:wrap;gap:2px 10px;padding:9px 0;border-bottom:1px solid var(--rule-hairline)}.subscribers tr>*,.mails tr>*{padding:0;border:0}.subscribers tr>:empty{display:none}.subscribers th[scope=row],.mails th[scope=row]{width:100%}.title-links{margin-left:0}dl.headers{grid-template-columns:minmax(0,1fr)}dl.headers dd{margin-bottom:6px}table.cards{min-width:0}.cards thead{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%)}table.cards tr{display:flex;flex-wrap:wrap;gap:2px 12px;padding:9px 0;border-bottom:1px solid var(--rule-hairline)}table.cards tr>*{min-width:0;padding:0;border:0;text-align:left;white-space:normal}table.cards tr>:first-child{flex-basis:100%}table.cards tr>:empty{display:none}.cards [data-label]::before{content:attr(data-label) ": ";color:var(--text-muted);font-size:13px}}
`;
