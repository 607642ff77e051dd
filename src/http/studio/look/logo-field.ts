import type { Context } from 'hono';
import { html } from 'hono/html';
import { LOGO_TOO_LARGE, MAX_LOGO_BYTES } from '../../../images/logo/logo-limits.ts';
import { LOGO_HEIGHT, logoRoute, MAX_LOGO_WIDTH, shownSize } from '../../../look/logo.ts';
import { LOOK_LIMITS } from '../../../look/look.ts';
import { MIB } from '../../bodies/body-limits.ts';
import type { Markup } from '../../pages/page.ts';
import type { StudioEnv } from '../frame/studio-env.ts';
import { described, type LookView, problemPart } from './look-field.ts';

/** The logo, and the words that are read instead of it. */
export function logoField(context: Context<StudioEnv>, { values, problems }: LookView): Markup {
  const problem = problems.logo;
  const altProblem = problems['logo.alt'];
  return html`<div class="field">
<div class="top"><label for="logo">Logo</label></div>
<div id="logo-now" data-fresh>${currentLogo(context, values)}</div>
<input type="file" id="logo" name="logo" accept="image/png,image/jpeg,image/svg+xml" data-max-bytes="${MAX_LOGO_BYTES}" data-too-large="${LOGO_TOO_LARGE}"${described('logo', problem)}>
<div id="logo-said" data-fresh>${problemPart('logo', problem)}
<p class="hint" id="logo-hint">PNG, JPEG or SVG, at most ${MAX_LOGO_BYTES / MIB} MiB. Shown ${LOGO_HEIGHT} pixels high, at most ${MAX_LOGO_WIDTH} wide.</p></div></div>
<div class="field"><div class="top"><label for="logo-alt">Read aloud instead of the logo</label></div>
<input type="text" id="logo-alt" name="logo-alt" value="${values.alt}" data-most="${LOOK_LIMITS.alt}" autocomplete="off"${described('logo-alt', altProblem)}>
<div id="logo-alt-said" data-fresh>${problemPart('logo-alt', altProblem)}
<p class="hint" id="logo-alt-hint">Leave it empty for the newsletter’s name.</p></div></div>`;
}

function currentLogo({ var: { path } }: Context<StudioEnv>, { logo, png }: LookView['values']) {
  if (logo === null) return false;
  const { width, height } = shownSize(logo);
  const src =
    png === null
      ? path(logoRoute(logo.hash))
      : `data:image/png;base64,${Buffer.from(png).toString('base64')}`;
  return html`<p class="row"><img class="logo" src="${src}" width="${width}" height="${height}" alt="Your logo now"> <label class="choice"><input type="checkbox" name="logo-remove" value="1"> Remove it</label></p>`;
}
