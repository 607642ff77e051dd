import { contrast, hueDistance, hueOf, mixUntil } from './colour.ts';
import { type BrandColours, DEFAULT_BRAND, GROUNDS, type SchemeColour } from './grounds.ts';

/** WCAG 2.2, success criterion 1.4.3: text of any size. */
export const MIN_CONTRAST = 4.5;

/** Nearer than this to the colour of a verdict, in degrees, a link would seem to state one. */
export const MIN_HUE_DISTANCE = 30;

export interface AccentColours extends BrandColours {
  /** What was adjusted, and why, in sentences for the owner; empty if nothing was. */
  notes: string[];
}

/**
 * The colours that follow from an accent, each legible in its scheme: text on the fill, and links on every ground,
 * have a contrast of at least {@link MIN_CONTRAST}.
 *
 * @param accent `#rrggbb`, or null for the standard colours.
 */
export function accentColours(accent: string | null): AccentColours {
  if (accent === null) return { ...DEFAULT_BRAND, notes: [] };
  const light = mixUntil(accent, '#000000', (fill) => contrast(fill, textOn(fill)) >= MIN_CONTRAST);
  const dark = mixUntil(accent, '#ffffff', (fill) => contrast(fill, GROUNDS.sheet.dark) >= MIN_CONTRAST);
  const brand = { light, dark };
  // Links stand on the sunken ground too, which is the lightest of the dark ones.
  const link = {
    light,
    dark: mixUntil(dark, '#ffffff', (text) => contrast(text, GROUNDS.sunken.dark) >= MIN_CONTRAST),
  };
  const refusal = reasonNotForLinks(link);
  return {
    brand,
    onBrand: { light: textOn(light), dark: GROUNDS.sheet.dark },
    link: refusal === null ? link : DEFAULT_BRAND.link,
    notes: [...fillNotes(accent, brand), ...(refusal === null ? [] : [refusal])],
  };
}

/** Ink or sheet, whichever is easier to read on it. */
function textOn(fill: string): string {
  const [ink, sheet] = [GROUNDS.ink.light, GROUNDS.sheet.light];
  return contrast(fill, ink) >= contrast(fill, sheet) ? ink : sheet;
}

function fillNotes(accent: string, { light, dark }: SchemeColour & { light: string }): string[] {
  return [
    ...(light === accent
      ? []
      : [
          `No text is easy to read on ${accent} (${ratio(accent, textOn(accent))}). In light mail and pages it is darkened to ${light}.`,
        ]),
    ...(contrast(accent, GROUNDS.sheet.light) >= MIN_SEEN
      ? []
      : [
          `${accent} hardly stands out from the light sheet (${ratio(accent, GROUNDS.sheet.light)}). The text on the button is dark and underlined, so it is found anyway.`,
        ]),
    ...(dark === accent
      ? []
      : [
          `${accent} is too dark for dark mail and pages (${ratio(accent, GROUNDS.sheet.dark)}). There it is lightened to ${dark}.`,
        ]),
  ];
}

/** WCAG 2.2, success criterion 1.4.11, asks this of whatever has no words on it. */
const MIN_SEEN = 3;

const LINK_GROUNDS = [GROUNDS.sheet, GROUNDS.canvas, GROUNDS.sunken];

/** In one sentence; null if links may take these colours. */
function reasonNotForLinks(link: SchemeColour): string | null {
  const least = Math.min(
    ...(['light', 'dark'] as const).flatMap((scheme) =>
      LINK_GROUNDS.map((ground) => contrast(link[scheme], ground[scheme])),
    ),
  );
  if (least < MIN_CONTRAST)
    return 'Links keep the standard blue: as thin text, this colour would be hard to read.';
  const hues = [hueOf(link.light), hueOf(link.dark)];
  if (hues.includes(null)) return 'Links keep the standard blue: a grey link would look like text.';
  const verdict = (['ship', 'skip', 'split'] as const).find((name) => isNear(link, GROUNDS[name]));
  return verdict === undefined
    ? null
    : `Links keep the standard blue: this colour is close to the one that means “${verdict}”.`;
}

function isNear(one: SchemeColour, other: SchemeColour): boolean {
  return (['light', 'dark'] as const).some((scheme) => {
    const [hue, taken] = [hueOf(one[scheme]), hueOf(other[scheme])];
    return hue !== null && taken !== null && hueDistance(hue, taken) <= MIN_HUE_DISTANCE;
  });
}

/** "4.2 to 1", rounded down, so that it never says enough where it is not. */
function ratio(one: string, other: string): string {
  return `${Math.floor(contrast(one, other) * 10) / 10} to 1`;
}
