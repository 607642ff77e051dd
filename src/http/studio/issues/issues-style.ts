/** Of the pages that ask before an action. */
export const ISSUES_STYLE = `
.crumbs{margin-bottom:6px;font-size:13px;line-height:18px}
.sheet[data-live]:empty{display:none}
.asking{max-width:720px}
.asking .title{margin-bottom:0}
.actions>li+li{margin-top:14px}
.actions .hint{margin-top:4px}
.actions+details{margin-top:16px}
summary{cursor:pointer;min-height:24px}
.refusals dt{margin-top:8px;font-weight:bold}
.contents{list-style:decimal;padding-left:1.6em}
.problems>li+li{margin-top:4px}
p.sum:not(.small){display:flex;flex-wrap:wrap;align-items:baseline;gap:2px 8px;font-variant-numeric:tabular-nums}
h2.label,h3.label{font-family:inherit;font-size:15px;line-height:22px}
`;
