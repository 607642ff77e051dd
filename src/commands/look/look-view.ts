import { accentColours } from '../../look/accent.ts';
import { shownSize } from '../../look/logo.ts';
import type { StoredLook } from '../../look/look-store.ts';

export interface ViewedLook extends StoredLook {
  /** Its logo's bytes are not in the database. */
  isLogoLost: boolean;
}

const LOST_LOGO =
  'The logo’s picture is missing from the database, so readers see words instead. Set it again with --logo <file>, or remove it with --logo "".';

/** As `--json` gives it: the look, its revision, and what is to be known of it. */
export function lookView(viewed: ViewedLook) {
  return { ...viewed.look, revision: viewed.revision, notes: notesOn(viewed) };
}

/** What was adjusted, and what is missing. */
function notesOn({ look, isLogoLost }: ViewedLook): string[] {
  return [...(isLogoLost ? [LOST_LOGO] : []), ...accentColours(look.accent).notes];
}

export function describeLook(viewed: ViewedLook): string[] {
  const { look } = viewed;
  const { logo, accent, signUp, confirmation } = look;
  const rows: [label: string, value: string | null][] = [
    ['Logo', logo && logoWords(logo)],
    ['Accent', accent],
    ['Tagline', look.tagline],
    ['Site', look.siteUrl],
    ...look.socialLinks.map(({ label, url }): [string, string] => ['Link', `${label}: ${url}`]),
    ['Footer', look.footerText],
    ['Privacy', look.privacyUrl],
    ['Sign-up heading', signUp.heading],
    ['Sign-up text', signUp.text],
    ['Sign-up button', signUp.button],
    ['Sign-up note', signUp.note],
    ['Thanks', signUp.thanks],
    ['Confirm subject', confirmation.subject],
    ['Confirm heading', confirmation.heading],
    ['Confirm text', confirmation.text],
    ['Confirm button', confirmation.button],
    ['Welcome', confirmation.welcome],
  ];
  const set = rows.flatMap(([label, value]) => (value === null ? [] : [`${label.padEnd(17)}${value}`]));
  const lines = set.length === 0 ? ['Nothing is set: emails and pages have the standard look.'] : set;
  return [...lines, ...notesOn(viewed).map((note) => `Note: ${note}`)];
}

function logoWords({ width, height, alt }: NonNullable<StoredLook['look']['logo']>): string {
  const shown = shownSize({ width, height });
  const words = alt === null ? '' : `, read aloud as “${alt}”`;
  return `${width} × ${height} pixels, shown ${shown.width} × ${shown.height}${words}`;
}
