export const EDIT_STYLE = `
.field textarea{min-height:150px;line-height:22px}
.field .hint{margin-top:4px}
.small-button{min-height:30px;padding:3px 10px;font-size:13px;line-height:22px;font-weight:normal}
.edit-items>li{display:flex;flex-wrap:wrap;align-items:center;gap:4px 10px;padding:7px 0;border-top:1px solid var(--rule-hairline)}
.edit-items>li:first-child{border-top:0}
.edit-items .name{flex:1 1 240px;min-width:0}
.edit-items .name .small{display:block}
.edit-items .moves,.edit-items .choices{display:flex;gap:4px}
.edit-items .moves button{padding:3px 9px}
.edit-items .status{font-weight:normal}
.edit-items [draggable=true]{cursor:grab}
.edit-items .dragged{opacity:.5}
.edit-items .before{box-shadow:0 -3px 0 var(--rule-strong)}
.edit-items .after{box-shadow:0 3px 0 var(--rule-strong)}
.edit-items>li:target{background:var(--fill-sunken);box-shadow:0 0 0 6px var(--fill-sunken)}
#edit h3{margin-top:16px}
#edit{display:grid;grid-template-columns:minmax(0,1fr);gap:16px}
#edit>*{margin:0}
#edit legend+*{margin-top:0}
#edit>:empty{display:none}
.typed{white-space:pre-wrap}
.preview>h2.beside{padding:12px 20px}
.week>.preview.beside-form{position:sticky;top:72px}
@media (max-width:1100px){.week>.preview.beside-form{position:static}}
@media (max-width:640px){.edit-items .name{order:-1;flex-basis:100%}}
`;
