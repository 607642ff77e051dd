export const ISSUES_STYLE = `
.crumbs{margin-bottom:6px;font-size:13px;line-height:18px}
.issue{display:grid;grid-template-columns:minmax(0,1fr) 370px;gap:16px;align-items:start}
.issue .sheet+.sheet{margin-top:0}
.reports,.aside{display:grid;grid-template-columns:minmax(0,1fr);gap:16px;min-width:0}
.sheet[data-live]:empty{display:none}
.reports>#reason:empty{display:none}
#result>.notice{margin-bottom:16px}
.overview{display:grid;grid-template-columns:minmax(0,1fr) minmax(0,2fr);gap:16px;margin-bottom:16px}
.overview .sheet+.sheet{margin-top:0}
.overview .sheet>*+*{margin-top:6px}
.asking{max-width:720px}
.asking .title{margin-bottom:0}
.actions>li+li{margin-top:14px}
.actions .hint{margin-top:4px}
.actions+details{margin-top:16px}
.button.danger{color:var(--text-skip);background:transparent;box-shadow:inset 0 0 0 2px var(--rule-skip)}
summary{cursor:pointer;color:var(--text-link);min-height:24px}
.refusals dt{margin-top:8px;font-weight:bold}
.contents{list-style:decimal;padding-left:1.6em}
.problems>li+li{margin-top:4px}
.sum{display:flex;flex-wrap:wrap;align-items:baseline;gap:2px 8px;font-variant-numeric:tabular-nums}
.sum b{font-size:17px}
.sum .sign{color:var(--text-muted)}
.sum .none,.sum .none b{color:var(--text-muted);font-weight:normal}
#sending progress{display:block;width:100%;max-width:none;height:14px;border:0;border-radius:3px;overflow:hidden;background:var(--fill-empty);color:var(--fill-ship);appearance:none}
progress::-webkit-progress-bar{background:var(--fill-empty)}
progress::-webkit-progress-value{background:var(--fill-ship)}
progress::-moz-progress-bar{background:var(--fill-ship)}
.pictures{display:grid;grid-template-columns:repeat(auto-fit,minmax(min(300px,100%),1fr));gap:20px 28px}
.chart{display:block;width:100%;height:110px;background:var(--fill-sunken);border-bottom:1px solid var(--rule-quiet)}
#pictures [aria-labelledby^=outcomes]{height:22px;border:0}
figcaption+.chart{margin-top:8px}
figure .chart+*{margin-top:4px}
figure details{margin-top:8px}
.ends{display:flex;flex-wrap:wrap;justify-content:space-between;gap:0 12px;font-variant-numeric:tabular-nums}
.chart .area{fill:var(--fill-ship);opacity:.16}
.chart .line{fill:none;stroke:var(--rule-ship);stroke-width:2;vector-effect:non-scaling-stroke}
.tone-delivered{fill:var(--fill-ship)}
.tone-unheard{fill:var(--rule-quiet)}
.tone-delayed{fill:var(--text-split)}
.tone-bounced{fill:var(--rule-skip)}
.tone-complained{fill:var(--fill-ink)}
.tone-rejected{fill:var(--text-link)}
.tone-uncertain{fill:var(--text-muted)}
.tone-excluded{fill:var(--fill-empty)}
.tone-pending{fill:var(--fill-sunken);stroke:var(--rule-quiet);vector-effect:non-scaling-stroke}
.swatch{width:11px;height:11px;margin-right:4px;vertical-align:-1px}
.legend th{color:var(--text-ink)}
.legend td,.legend th{padding-top:4px;padding-bottom:4px}
.legend td:last-child{padding-right:0}
.failures{min-width:760px}
.failures th,.failures td.number{white-space:nowrap}
.failures td:nth-child(2){min-width:180px}
.issues th[scope=row]{white-space:nowrap}
.issues th[scope=row] a{font-weight:bold;font-size:15px;line-height:24px}
.issues{min-width:1040px}
.issues td:nth-child(2){width:24%}
.issues td.number{text-align:left}
h2.label,h3.label{font-family:inherit;font-size:15px;line-height:22px}
.kinds{margin-bottom:12px}
.kinds a{display:block;padding:6px 0}
.kinds [aria-current]{color:var(--text-ink);font-weight:bold;text-decoration:none}
.pages a{padding:8px 0}
@media (max-width:900px){.issue,.overview{grid-template-columns:minmax(0,1fr)}.aside{display:contents}#actions{order:-1}}
@media (max-width:640px){.issues{min-width:0}.issues thead{position:absolute;clip-path:inset(50%)}.issues tr{display:block;padding:10px 0;border-bottom:1px solid var(--rule-hairline)}.issues tr>*{display:block;width:auto!important;padding:2px 0;border:0}.issues br{display:none}.issues th .status{margin-left:8px}}
`;
