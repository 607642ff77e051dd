import type { Look, SocialLink } from '../../../look/look.ts';
import { fieldOf, LOOK_FIELDS, type LookEdit, type LookField } from '../../../look/look-fields.ts';
import type { LookForm } from './read-look-form.ts';

/** What the form shows, so that nothing typed is lost when it is shown again. */
export interface LookValues {
  fields: Record<LookField, string>;
  socialRows: readonly SocialLink[];
  logo: Look['logo'];
  alt: string;
  /** Bytes of a logo that is not saved yet. */
  png: Uint8Array | null;
}

export function valuesOf(look: Look): LookValues {
  const fields = Object.fromEntries(LOOK_FIELDS.map((field) => [field, fieldOf(look, field)]));
  const { logo, socialLinks } = look;
  return {
    fields: fields as LookValues['fields'],
    socialRows: socialLinks,
    logo,
    alt: logo?.alt ?? '',
    png: null,
  };
}

/** What is typed over what is in force. */
export function valuesWith(current: Look, edit: LookEdit, form: LookForm): LookValues {
  const values = valuesOf(current);
  return {
    fields: { ...values.fields, ...edit.fields },
    socialRows: edit.socialLinks === undefined ? values.socialRows : (form.socialRows ?? []),
    logo: edit.logo === undefined ? values.logo : edit.logo,
    alt: form.alt ?? values.alt,
    png: edit.logo === undefined ? null : pngIn(form),
  };
}

/** A form as changes to a look. @param base The look that the form was made from. */
export function editIn(form: LookForm, base: Look): LookEdit {
  const { fields, socialRows } = form;
  return {
    fields,
    ...(socialRows !== null && {
      socialLinks: socialRows.filter(({ label, url }) => label !== '' || url !== ''),
    }),
    logo: logoIn(form, base),
  };
}

function logoIn({ logo, alt }: LookForm, base: Look): Look['logo'] {
  if (logo.kind === 'removed') return null;
  if (logo.kind === 'given' && logo.taken.ok) return logo.taken.logo;
  return base.logo === null || alt === null ? base.logo : { ...base.logo, alt: alt || null };
}

export function pngIn({ logo }: LookForm): Uint8Array | null {
  return logo.kind === 'given' && logo.taken.ok ? logo.taken.png : null;
}
