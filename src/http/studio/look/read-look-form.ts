import type { Context } from 'hono';
import { type TakenLogo, takeLogo } from '../../../images/take-logo.ts';
import type { SocialLink } from '../../../look/look.ts';
import { LOOK_FIELDS, type LookField } from '../../../look/look-fields.ts';
import type { LookPart } from '../../../look/merge-look.ts';

/** The form as it was filled in. What it lacks is not to be changed. */
export interface LookForm {
  fields: Partial<Record<LookField, string>>;
  /** Every row, the empty ones too. */
  socialRows: SocialLink[] | null;
  alt: string | null;
  logo: { kind: 'kept' } | { kind: 'removed' } | { kind: 'given'; taken: TakenLogo };
  /** The revision that the form was made from; NaN if it does not say. */
  revision: number;
  /** The revision in force when the page was opened. */
  opened: number;
  /** Parts for which another editor's version is chosen over this form's. */
  theirs: readonly LookPart[];
}

export async function readLookForm(context: Context): Promise<LookForm> {
  const body = await context.req.parseBody({ all: true });
  const all = (name: string) => [body[name] ?? []].flat();
  const texts = (name: string) => all(name).filter((value) => typeof value === 'string');
  const last = (name: string) => texts(name).at(-1);
  const fields = LOOK_FIELDS.flatMap((field) => {
    const value = last(field);
    return value === undefined ? [] : [[field, plain(value)]];
  });
  const [labels, urls] = [texts('social-label'), texts('social-url')];
  const alt = last('logo-alt')?.trim() ?? null;
  const revision = Number(last('revision') ?? Number.NaN);
  return {
    fields: Object.fromEntries(fields),
    socialRows:
      labels.length === 0
        ? null
        : labels.map((label, index) => ({ label: label.trim(), url: (urls[index] ?? '').trim() })),
    alt,
    logo: await logoIn({
      file: all('logo').find((value) => value instanceof File && value.size > 0) as File | undefined,
      unsaved: last('logo-unsaved') ?? '',
      isRemoved: last('logo-remove') !== undefined,
      alt,
    }),
    revision,
    opened: Number(last('opened') ?? revision),
    theirs: (last('theirs') ?? '').split(' ') as LookPart[],
  };
}

/** Browsers send CRLF. */
const plain = (text: string) => text.replace(/\r\n?/g, '\n');

interface GivenLogo {
  file: File | undefined;
  /** A logo from an earlier attempt, in Base64. */
  unsaved: string;
  isRemoved: boolean;
  alt: string | null;
}

async function logoIn({ file, unsaved, isRemoved, alt }: GivenLogo): Promise<LookForm['logo']> {
  const take = async (bytes: Uint8Array) =>
    ({ kind: 'given', taken: await takeLogo(bytes, alt || null) }) as const;
  if (file !== undefined) return take(new Uint8Array(await file.arrayBuffer()));
  if (isRemoved) return { kind: 'removed' };
  return unsaved === '' ? { kind: 'kept' } : take(Buffer.from(unsaved, 'base64'));
}
