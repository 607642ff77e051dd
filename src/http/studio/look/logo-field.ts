import type { Context } from 'hono';
import { html } from 'hono/html';
import { LOGO_TOO_LARGE, MAX_LOGO_BYTES } from '../../../images/logo/logo-limits.ts';
import { LOGO_HEIGHT, logoRoute, MAX_LOGO_WIDTH, shownSize } from '../../../look/logo.ts';
import { LOOK_LIMITS } from '../../../look/look.ts';
import { MIB } from '../../bodies/body-limits.ts';
import type { Markup } from '../../pages/page.ts';
import { field, fieldNotes } from '../frame/components/field.ts';
import type { StudioEnv } from '../frame/studio-env.ts';
import type { LookView } from './look-view.ts';

/** The logo as it is now, and a field for another. */
export function logoField(context: Context<StudioEnv>, { values, problems }: LookView): Markup {
  const { logo: error } = problems;
  return html`<div class="field"><div class="top"><label for="logo">Logo</label></div>
<div id="logo-now" data-live>${currentLogo(context, values)}</div>
<input type="file" id="logo" name="logo" accept="image/png,image/jpeg,image/svg+xml" data-max-bytes="${MAX_LOGO_BYTES}" data-too-large="${LOGO_TOO_LARGE}" aria-describedby="logo-notes logo-hint"${error !== undefined && html` aria-invalid="true"`}>
${fieldNotes({ name: 'logo', isLive: true, ...(error !== undefined && { error }) })}
<p class="hint" id="logo-hint">PNG, JPEG or SVG, at most ${MAX_LOGO_BYTES / MIB} MiB. Shown ${LOGO_HEIGHT} pixels high, at most ${MAX_LOGO_WIDTH} wide.</p></div>`;
}

/** The words that are read instead of the logo. */
export function logoWords({ values, problems }: LookView): Markup {
  return field({
    name: 'logo-alt',
    label: 'Read aloud instead of the logo',
    value: values.alt,
    limit: LOOK_LIMITS.alt,
    error: problems['logo.alt'],
    hint: 'Leave it empty for the newsletter’s name.',
    autocomplete: 'off',
    isLive: true,
  });
}

function currentLogo({ var: { path } }: Context<StudioEnv>, { logo, png }: LookView['values']) {
  if (logo === null) return false;
  const { width, height } = shownSize(logo);
  const src =
    png === null
      ? path(logoRoute(logo.hash))
      : `data:image/png;base64,${Buffer.from(png).toString('base64')}`;
  return html`<div class="row"><img class="logo" src="${src}" width="${width}" height="${height}" alt="Your logo now"><label class="check"><input type="checkbox" name="logo-remove" value="1"> Remove it</label></div>`;
}
