import { FILL } from '../../../../emails/theme.ts';

export const LOOK_STYLE = `
.look{display:grid;grid-template-columns:minmax(0,5fr) minmax(0,6fr);gap:16px;align-items:start}
.look .preview{position:sticky;top:72px;margin:0}
.look img.logo{padding:6px 10px;box-sizing:content-box;background:${FILL.card.light};border-radius:4px}
.look .pair{display:grid;grid-template-columns:minmax(0,1fr) minmax(0,2fr);gap:8px}
.look .hint+.notice{margin-top:8px}
.look iframe{width:100%}
@media (max-width:960px){.look{grid-template-columns:minmax(0,1fr)}.look .preview{position:static}}
`;
