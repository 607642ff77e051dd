import { isDeepStrictEqual } from 'node:util';
import type { Look } from './look.ts';
import { fieldOf, LOOK_FIELDS, type LookEdit, type LookField } from './look-fields.ts';

/** A part of a look that one editor changes as a whole. */
export type LookPart = LookField | 'socialLinks' | 'logo';

export interface MergedLook {
  /** What was changed, to be applied to the look in force. */
  edit: LookEdit;
  /** Parts that somebody else changed too, otherwise. */
  conflicts: LookPart[];
}

/**
 * What an editor changed of the look that they began with, so that another editor's changes elsewhere stay.
 *
 * @param base The look that they began with; null if it is not known, and then everything that differs is a conflict.
 * @param mine As typed. What is missing was not changed.
 */
export function mergeLook({
  base,
  current,
  mine,
}: {
  base: Look | null;
  current: Look;
  mine: LookEdit;
}): MergedLook {
  const edit: LookEdit = { fields: {} };
  const conflicts: LookPart[] = [];
  /** Whether it was changed. */
  const take = (part: LookPart, given: unknown, valueIn: (look: Look) => unknown): boolean => {
    const theirs = valueIn(current);
    if (given === undefined || isDeepStrictEqual(given, base === null ? theirs : valueIn(base))) return false;
    const isTheirsNew = base === null || !isDeepStrictEqual(valueIn(base), theirs);
    if (isTheirsNew && !isDeepStrictEqual(given, theirs)) conflicts.push(part);
    return true;
  };
  for (const field of LOOK_FIELDS) {
    const given = mine.fields[field];
    if (given !== undefined && take(field, given, (look) => fieldOf(look, field))) edit.fields[field] = given;
  }
  const { socialLinks, logo } = mine;
  if (socialLinks !== undefined && take('socialLinks', socialLinks, (look) => look.socialLinks))
    edit.socialLinks = socialLinks;
  if (logo !== undefined && take('logo', logo, (look) => look.logo)) edit.logo = logo;
  return { edit, conflicts };
}

/** The part that a problem's place is in: `socialLinks` for `socialLinks.0.url`. */
export function partAt(place: string): LookPart {
  if (place.startsWith('socialLinks')) return 'socialLinks';
  return place.startsWith('logo') ? 'logo' : (place as LookField);
}

/** The changes of some parts alone. */
export function changesOf(
  { fields, socialLinks, logo }: LookEdit,
  isWanted: (part: LookPart) => boolean,
): LookEdit {
  const wanted = Object.entries(fields).filter(([field]) => isWanted(field as LookField));
  return {
    fields: Object.fromEntries(wanted),
    ...(socialLinks !== undefined && isWanted('socialLinks') && { socialLinks }),
    ...(logo !== undefined && isWanted('logo') && { logo }),
  };
}
