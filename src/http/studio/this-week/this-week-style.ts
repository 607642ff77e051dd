import { FONTS } from '../../../../emails/theme.ts';

export const THIS_WEEK_STYLE = `
h2 .small,h3 .small{font:13px/18px ${FONTS.body}}
.title .end{margin-left:auto;align-self:center}
.title .reason{flex-basis:100%;color:var(--text-muted)}
.weeks{display:flex;align-items:baseline;gap:2px}
.weeks a{padding:4px 12px;font-size:20px;line-height:24px;text-decoration:none}
.week{display:grid;grid-template-columns:minmax(0,1fr) 372px;gap:16px;align-items:start}
.week-part{display:grid;grid-template-columns:minmax(0,1fr);gap:16px}
.week-part>*,.week-part>.sheet{margin:0}
.inboxes{display:grid;grid-template-columns:360px minmax(0,1fr);gap:10px 24px;margin-top:10px}
.inboxes .facts{align-self:center;font-size:14px}
.wide-inbox{grid-column:1/-1}
.inbox{border:1px solid var(--rule-hairline);border-radius:3px;padding:8px 12px;font-size:14px;line-height:20px;min-width:0}
.inbox .cut{overflow:hidden;text-overflow:ellipsis;white-space:nowrap}
.wide-inbox{display:grid;grid-template-columns:150px minmax(0,1fr) auto;gap:0 14px;align-items:center}
.phone-inbox .row{justify-content:space-between;flex-wrap:nowrap}
.phone-inbox .two{white-space:normal;display:-webkit-box;-webkit-box-orient:vertical;-webkit-line-clamp:2}
.preview{padding:0}
.tabs{border-bottom:1px solid var(--rule-hairline);padding:0 8px}
.tabs ul{display:flex;flex-wrap:wrap}
.tabs a{display:block;padding:11px 12px 8px;color:var(--text-muted);text-decoration:none;border-bottom:3px solid transparent}
.tabs a:hover{text-decoration:underline}
.tabs [aria-current]{color:var(--text-ink);font-weight:bold;border-bottom-color:currentColor}
.preview>:not(.tabs,.frames,h2){padding:14px 20px}
.frames{display:flex;flex-wrap:wrap;justify-content:center;gap:20px;padding:20px;background:var(--fill-sunken)}
iframe{display:block;border:1px solid var(--rule-hairline);height:min(1000px,82vh);max-width:100%;background:#ebe7de}
iframe.desktop{width:720px}
iframe.phone{width:375px;border:8px solid #1f1d1a;border-radius:22px;height:min(760px,82vh)}
iframe.dark{background:#131211}
.source{white-space:pre-wrap;font:13px/19px ui-monospace,SFMono-Regular,Menlo,Consolas,monospace;overflow:auto;max-height:82vh;tab-size:2}
.problems>li{display:grid;grid-template-columns:auto minmax(0,1fr);gap:2px 10px;padding:8px 0;border-top:1px solid var(--rule-hairline)}
.problems>li:first-child{border-top:0}
.problems .status{align-self:start}
meter{display:block;width:100%;height:18px;margin:8px 0 6px}
.items>li{display:grid;grid-template-columns:1.4em minmax(0,1fr);gap:0 6px;padding:4px 0}
.items .status{font-weight:normal}
.held{font-size:14px;line-height:20px}
.held dt{margin-top:8px;color:var(--text-muted)}
.held dd{padding:2px 0}
.week-part h2+*{margin-top:8px}
.week-part h3{margin-top:12px}
h2 .small{margin-left:8px}
@media (max-width:1100px){.week{grid-template-columns:minmax(0,1fr)}}
@media (max-width:640px){.inboxes{grid-template-columns:minmax(0,1fr)}.frames{padding:8px 0}.wide-inbox{display:none}.tabs{padding:0}.tabs a{padding:9px 9px 6px}iframe.phone{border-width:1px;border-radius:0}.title .end{margin-left:0}.frames>.desktop:not(:only-child){display:none}}
`;
