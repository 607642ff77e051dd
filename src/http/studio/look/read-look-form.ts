import type { Context } from 'hono';
import { takeLogo } from '../../../images/take-logo.ts';
import type { Look, SocialLink } from '../../../look/look.ts';
import { editLook, fieldOf, LOOK_FIELDS, type LookField } from '../../../look/look-fields.ts';

/** The form as it was filled in, so that nothing is lost when it is shown again. */
export interface LookValues {
  fields: Record<LookField, string>;
  /** Empty pairs are none. */
  socialLinks: SocialLink[];
  logo: Look['logo'];
  alt: string;
  /** Bytes of a logo that is not saved yet. */
  png: Uint8Array | null;
}

export interface LookReading {
  values: LookValues;
  /** The revision that the form was made from. */
  revision: number;
  read: { ok: true; look: Look } | { ok: false; problems: Record<string, string> };
}

export function valuesOf(look: Look): LookValues {
  const fields = Object.fromEntries(LOOK_FIELDS.map((field) => [field, fieldOf(look, field)]));
  const { logo, socialLinks } = look;
  return { fields: fields as LookValues['fields'], socialLinks, logo, alt: logo?.alt ?? '', png: null };
}

/** Reads the form. Fields that it lacks stay as they are in `saved`. */
export async function readLookForm(context: Context, saved: Look): Promise<LookReading> {
  const body = await context.req.parseBody({ all: true });
  const all = (name: string) => [body[name] ?? []].flat();
  const texts = (name: string) => all(name).filter((value) => typeof value === 'string');
  const before = valuesOf(saved);
  const fields = Object.fromEntries(
    LOOK_FIELDS.map((field) => [field, plain(texts(field).at(-1) ?? before.fields[field])]),
  ) as LookValues['fields'];
  const urls = texts('social-url');
  const socialLinks = texts('social-label')
    .map((label, index) => ({ label: label.trim(), url: (urls[index] ?? '').trim() }))
    .filter(({ label, url }) => label !== '' || url !== '');
  const alt = (texts('logo-alt').at(-1) ?? before.alt).trim();
  const taken = await logoIn({
    file: all('logo').find((value) => value instanceof File && value.size > 0) as File | undefined,
    unsaved: texts('logo-unsaved').at(-1) ?? '',
    isRemoved: texts('logo-remove').length > 0,
    saved: saved.logo,
    alt,
  });
  const logo = taken.ok ? taken.logo : saved.logo;
  const read = editLook(saved, { fields, socialLinks, logo });
  const problems = { ...(read.ok ? {} : read.problems), ...(taken.ok ? {} : { logo: taken.reason }) };
  return {
    values: { fields, socialLinks, logo, alt, png: taken.ok ? taken.png : null },
    revision: Number(texts('revision').at(-1) ?? Number.NaN),
    read: read.ok && taken.ok ? read : { ok: false, problems },
  };
}

/** Browsers send CRLF. */
const plain = (text: string) => text.replace(/\r\n?/g, '\n');

interface GivenLogo {
  file: File | undefined;
  /** A logo from an earlier attempt, in Base64. */
  unsaved: string;
  isRemoved: boolean;
  saved: Look['logo'];
  alt: string;
}

async function logoIn({ file, unsaved, isRemoved, saved, alt }: GivenLogo) {
  const words = alt === '' ? null : alt;
  if (file !== undefined) return takeLogo(new Uint8Array(await file.arrayBuffer()), words);
  if (isRemoved) return { ok: true as const, logo: null, png: null };
  if (unsaved !== '') return takeLogo(Buffer.from(unsaved, 'base64'), words);
  return { ok: true as const, logo: saved && { ...saved, alt: words }, png: null };
}
