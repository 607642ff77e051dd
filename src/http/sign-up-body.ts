import type { Context } from 'hono';
import { z } from 'zod';
import { MAX_SOURCE_LENGTH, type SignUpForm } from '../subscribers/sign-ups/read-sign-up.ts';
import { MAX_NAME_LENGTH } from '../subscribers/subscriber.ts';
import { readJsonBody, TOO_COMPLEX } from './bodies/json-body.ts';
import type { Problem } from './problem.ts';
import type { ProofFields } from './sign-up-checks/sign-up-checks.ts';

/** A hidden field. Only bots that fill in everything fill it in. */
export const HONEYPOT = 'homepage';

/** The body of `POST /subscribe`; only its structure was checked. */
export interface SignUpBody {
  form: SignUpForm;
  isHoneypotFilled: boolean;
  /** Where a form wants to redirect after the sign-up. */
  redirect: string | null;
  proofFields: ProofFields;
}

export type SignUpBodyResult = { body: SignUpBody } | { problem: Problem };

type BodyType = 'json' | 'urlencoded' | 'multipart';

const TYPES: readonly (readonly [RegExp, BodyType])[] = [
  [/^application\/json[ \t]*(;|$)/i, 'json'],
  [/^application\/x-www-form-urlencoded[ \t]*(;|$)/i, 'urlencoded'],
  [/^multipart\/form-data[ \t]*;/i, 'multipart'],
];

export const WRONG_TYPE: Problem = {
  status: 415,
  title: 'A sign-up is a form or JSON',
  detail:
    'Send it as application/x-www-form-urlencoded, multipart/form-data or application/json, without a Content-Encoding.',
};

const INCOMPLETE_BODY: Problem = { status: 400, title: 'The request ended before its body did' };
const UNREADABLE: Problem = { status: 400, title: 'The form cannot be read' };
const WRONG_FIELDS = { status: 422, title: 'The sign-up has wrong fields' } as const;
const NO_FIELDS = { ...WRONG_FIELDS, detail: 'Send an object with the field email.', fields: [] };

const text = z.string({ error: 'must be a single text' });
export const signUpSchema = z.object(
  {
    email: text.default('').describe('the email address'),
    name: text.nullish().meta({ description: 'the name to greet', maxLength: MAX_NAME_LENGTH }),
    source: text.nullish().meta({
      description: 'which form it was, for the record of consent',
      maxLength: MAX_SOURCE_LENGTH,
    }),
    [HONEYPOT]: text.nullish().describe('hidden from people; leave it out'),
    redirect: text
      .nullish()
      .describe('where a form leads afterwards: a page of ours, or one of ALLOWED_ORIGINS'),
    stamp: text.nullish().describe('from GET /subscribe/challenge, if it has one'),
    proof: text
      .nullish()
      .describe(
        'base64 of the JSON {"challenge":…,"solution":{"counter":…,"derivedKey":…}}, if GET /subscribe/challenge has a challenge',
      ),
  },
  { error: 'The fields must be in an object.' },
);
const NAMES = Object.keys(signUpSchema.shape);

/** The body's type by its headers; null if it is none that a sign-up may have. */
export function bodyTypeOf(context: Context): BodyType | null {
  const encoding = context.req.header('content-encoding') ?? 'identity';
  if (encoding.toLowerCase() !== 'identity') return null;
  const given = context.req.header('content-type') ?? '';
  return TYPES.find(([pattern]) => pattern.test(given))?.[1] ?? null;
}

/** Reads a sign-up. Unknown fields are ignored. */
export async function readSignUpBody(context: Context, type: BodyType): Promise<SignUpBodyResult> {
  const bytes = await context.req.arrayBuffer().catch(() => null);
  if (bytes === null) return { problem: INCOMPLETE_BODY };
  const reading =
    type === 'json' ? readJsonBody(bytes) : await readForm(bytes, context.req.header('content-type') ?? '');
  if (!('problem' in reading)) return readFields(reading.value);
  return reading.problem === TOO_COMPLEX ? { problem: NO_FIELDS } : reading;
}

/** A repeated field becomes a list, which is rejected: it is unclear which value was meant. */
async function readForm(
  bytes: ArrayBuffer,
  type: string,
): Promise<{ value: unknown } | { problem: Problem }> {
  try {
    const form = await new Response(bytes, { headers: { 'Content-Type': type } }).formData();
    const values = NAMES.map((name) => [name, form.getAll(name)] as const);
    return {
      value: Object.fromEntries(values.map(([name, all]) => [name, all.length > 1 ? all : all[0]])),
    };
  } catch {
    return { problem: UNREADABLE };
  }
}

function readFields(value: unknown): SignUpBodyResult {
  const parsed = signUpSchema.safeParse(value);
  if (!parsed.success) {
    const fields = [...new Set(parsed.error.issues.flatMap(({ path }) => path.slice(0, 1).map(String)))];
    const detail = fields.length === 0 ? NO_FIELDS.detail : 'Send each of these fields once, as text.';
    return { problem: { ...WRONG_FIELDS, detail, fields } };
  }
  const { email, name, source, redirect, stamp, proof, [HONEYPOT]: trap } = parsed.data;
  const form = { email, name: name ?? undefined, source: source ?? undefined };
  return {
    body: {
      form,
      isHoneypotFilled: (trap ?? '') !== '',
      redirect: redirect || null,
      proofFields: { stamp: stamp ?? undefined, proof: proof ?? undefined },
    },
  };
}

/** What a sender can correct; `origin` is the page that it was sent from. */
export type SignUpField = keyof SignUpForm | keyof ProofFields | 'redirect' | 'origin' | typeof HONEYPOT;

export function wrongField({ field, reason }: { field: SignUpField; reason: string }): Problem {
  return { ...WRONG_FIELDS, detail: reason, fields: [field] };
}
