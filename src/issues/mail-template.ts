import { AppError } from '../shared/errors.ts';

export const PLACES = ['unsubscribe', 'preferences'] as const;
/** A place is the token at the end of one of the recipient's own URLs. */
export type Place = (typeof PLACES)[number];

/** A text with places for a recipient's tokens: `fixed[0] places[0] fixed[1] … places[n-1] fixed[n]`. */
export interface EmailTemplate {
  readonly fixed: readonly string[];
  readonly places: readonly Place[];
}

/** @throws AppError `rendering` if a place is missing: no email may go out without an unsubscribe link. */
export function splitTemplate(text: string, markers: Readonly<Record<Place, string>>): EmailTemplate {
  const fixed: string[] = [];
  const places: Place[] = [];
  let from = 0;
  for (const { at, place } of markerPositions(text, markers)) {
    fixed.push(text.slice(from, at));
    places.push(place);
    from = at + markers[place].length;
  }
  fixed.push(text.slice(from));
  const missing = PLACES.filter((place) => !places.includes(place));
  if (missing.length > 0) {
    throw new AppError('rendering', `The template has no link for: ${missing.join(', ')}. Put it back in.`);
  }
  return { fixed, places };
}

function markerPositions(
  text: string,
  markers: Readonly<Record<Place, string>>,
): { at: number; place: Place }[] {
  const positions = PLACES.flatMap((place) => {
    const found: { at: number; place: Place }[] = [];
    for (let at = text.indexOf(markers[place]); at !== -1; at = text.indexOf(markers[place], at + 1)) {
      found.push({ at, place });
    }
    return found;
  });
  return positions.sort((one, other) => one.at - other.at);
}

export function fillTemplate(
  { fixed, places }: EmailTemplate,
  tokens: Readonly<Record<Place, string>>,
): string {
  let text = fixed[0] ?? '';
  for (const [index, place] of places.entries()) text += tokens[place] + (fixed[index + 1] ?? '');
  return text;
}
