export const LISTS_STYLE = `
.form{max-width:640px}
.small>a{display:inline-block;padding:3px 0}
.choice{display:inline-block;padding:8px 0;font-weight:normal;cursor:pointer}
fieldset .choice+.choice{margin-top:0}
.form .choice{display:grid;grid-template-columns:auto 1fr;column-gap:8px}
.form .choice .hint{grid-column:2}
.choice input{margin:0 4px 0 0;width:16px;height:16px;vertical-align:-2px;accent-color:var(--text-ink)}
.form .choice input{margin-top:3px}
tbody th{font:inherit;color:inherit}
legend{padding:0}
.mails,.broad{min-width:560px}
td.number:first-child,th.number:first-child{width:56px}
.mails td,tbody th{overflow-wrap:anywhere}
.mails td:last-child,td>time{white-space:nowrap}
.mails th[scope=row]{width:52%}
.record>li>form{margin-top:6px}
.record>li{padding:7px 0;border-bottom:1px solid var(--rule-hairline)}
.record>li:last-child{border-bottom:0;padding-bottom:0}
code,.mail-text{font:13px/18px ui-monospace,SFMono-Regular,Menlo,Consolas,monospace}
.form progress{appearance:none;width:100%;max-width:420px;height:12px;border:0;border-radius:3px;overflow:hidden;background:var(--fill-empty)}
td .status{white-space:nowrap}
.title+.notice{margin-bottom:16px}
.broad th[scope=row]{white-space:nowrap}
input[type=file]{padding:7px}
iframe.mail{display:block;width:100%;height:min(76vh,900px);margin-top:16px;border:0}
.mail-head{display:flex;flex-wrap:wrap;justify-content:space-between;align-items:flex-start;gap:10px 24px}
.mail-text{max-height:70vh;overflow:auto;white-space:pre-wrap;line-height:19px}
details.sheet{margin-top:16px}
dl.headers{font-size:13px;line-height:18px}
.notice>p+p{margin-top:6px}
@media (max-width:640px){.mails{min-width:0}.mails thead{position:absolute;clip-path:inset(50%)}.mails tr{display:flex;flex-wrap:wrap;gap:2px 10px;padding:9px 0;border-bottom:1px solid var(--rule-hairline)}.mails tr>*{padding:0;border:0}.mails th[scope=row]{width:100%}dl.headers{grid-template-columns:minmax(0,1fr)}dl.headers dd{margin-bottom:6px}table.cards{min-width:0}.cards thead{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%)}table.cards tr{display:flex;flex-wrap:wrap;gap:2px 12px;padding:9px 0;border-bottom:1px solid var(--rule-hairline)}table.cards tr>*{min-width:0;padding:0;border:0;text-align:left;white-space:normal}table.cards tr>:first-child{flex-basis:100%}table.cards tr>:empty{display:none}.cards [data-label]::before{content:attr(data-label) ": ";color:var(--text-muted);font-size:13px}}
`;
