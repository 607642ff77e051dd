import { type Look, readLook } from './look.ts';

/** Every text of a look, by its place in it, as a form or a command sets it. An empty one leaves it to the program. */
export const LOOK_FIELDS = [
  'accent',
  'tagline',
  'siteUrl',
  'privacyUrl',
  'footerText',
  'signUp.heading',
  'signUp.text',
  'signUp.button',
  'signUp.note',
  'signUp.thanks',
  'confirmation.subject',
  'confirmation.heading',
  'confirmation.text',
  'confirmation.button',
  'confirmation.welcome',
] as const;
export type LookField = (typeof LOOK_FIELDS)[number];

/** What a form or a command changes; what is missing stays. */
export interface LookEdit {
  fields: Partial<Record<LookField, string>>;
  socialLinks?: { label: string; url: string }[];
  logo?: Look['logo'];
}

export function fieldOf(look: Look, field: LookField): string {
  const [part, name] = field.split('.') as [keyof Look, string | undefined];
  const value: unknown = name === undefined ? look[part] : (look[part] as Record<string, unknown>)[name];
  return typeof value === 'string' ? value : '';
}

/** The look with these changes, or the problems by the place of the field, such as `signUp.heading`. */
export function editLook(look: Look, { fields, socialLinks, logo }: LookEdit): ReturnType<typeof readLook> {
  const given: Record<string, unknown> = structuredClone(look);
  for (const field of LOOK_FIELDS) {
    const value = fields[field];
    if (value === undefined) continue;
    const [part, name] = field.split('.') as [string, string | undefined];
    if (name === undefined) given[part] = value;
    else given[part] = { ...(given[part] as object), [name]: value };
  }
  if (socialLinks !== undefined) given.socialLinks = socialLinks;
  if (logo !== undefined) given.logo = logo;
  return readLook(given);
}
