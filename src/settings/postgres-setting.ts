import { editDistance } from '../shared/edit-distance.ts';
import { areCertificatesChecked } from '../shared/postgres-url.ts';

const POSTGRES_SCHEME = /^postgres(?:ql)?:/i;
export const POSTGRES_EXAMPLE = 'postgres://user:password@host:5432/verdicts';

const ESCAPES =
  'In a password, write special characters as escapes: %40 for @, %23 for #, %2F for /, %20 for a space';

/** What may follow the `?`, and its values if there are few. The program itself sets timeouts and `application_name`. */
const PARAMETERS: Readonly<Record<string, readonly string[] | null>> = {
  sslmode: ['disable', 'prefer', 'require', 'verify-ca', 'verify-full', 'no-verify'],
  sslrootcert: null,
  sslcert: null,
  sslkey: null,
  sslnegotiation: ['postgres', 'direct'],
  channel_binding: ['disable', 'prefer', 'require'],
  uselibpqcompat: ['true', 'false'],
  host: null,
  port: null,
  user: null,
  password: null,
  options: null,
};

export function isPostgresUrl(text: string): boolean {
  return POSTGRES_SCHEME.test(text);
}

/** It may contain a password, so it is not repeated. */
export function readPostgresUrl(text: string): { url: string } | { problem: string } {
  const url = text.trim().replace(POSTGRES_SCHEME, (scheme) => scheme.toLowerCase());
  const read = /^postgres(?:ql)?:\/\//.test(url) && URL.canParse(url) ? new URL(url) : null;
  if (read === null || read.hash !== '' || /\s/.test(url) || !isDecodable(url))
    return { problem: `must be like ${POSTGRES_EXAMPLE}. ${ESCAPES}` };
  if (!/^\/[^/]+$/.test(read.pathname))
    return { problem: `must name a database after the host, such as ${POSTGRES_EXAMPLE}. ${ESCAPES}` };
  const problem = parameterProblem([...read.searchParams]);
  if (problem !== null) return { problem };
  // The driver binds where it can, but does not insist: what the certificate proves is as good.
  if (read.searchParams.get('channel_binding') === 'require' && !areCertificatesChecked(url))
    return { problem: 'must have sslmode=verify-full as well, if it has channel_binding=require' };
  return { url };
}

function isDecodable(url: string): boolean {
  try {
    decodeURIComponent(url);
    return true;
  } catch {
    return false;
  }
}

/** The driver ignores what it does not know, and then connects without encryption. */
function parameterProblem(given: readonly [string, string][]): string | null {
  for (const [index, [name, value]] of given.entries()) {
    const values = Object.hasOwn(PARAMETERS, name) ? PARAMETERS[name] : undefined;
    if (values === undefined)
      return `must have only parameters that the program knows. ${notOneOf(name, Object.keys(PARAMETERS))}`;
    if (value === '') return `must have a value after ${name}=`;
    if (values !== null && !values.includes(value))
      return `must have a known value for ${name}. ${notOneOf(value, values)}`;
    if (given.findIndex(([other]) => other === name) < index) return `must have ${name} only once`;
  }
  return null;
}

/** Anything but a plain word may be a part of a password. */
function notOneOf(word: string, known: readonly string[]): string {
  const shown = /^[a-z_-]{1,24}$/i.test(word) ? `${word} is not one` : 'One of them is not';
  const meant = nearest(word.toLowerCase().replaceAll('_', '-'), known);
  return meant === undefined
    ? `${shown}: take one of ${known.join(', ')}, or leave it out`
    : `${shown}: did you mean ${meant}?`;
}

const MAX_MISTAKES = 3;

function nearest(word: string, known: readonly string[]): string | undefined {
  if (word === 'ssl') return known.find((name) => name === 'sslmode');
  const [closest] = known
    .map((name) => ({ name, distance: editDistance(word, name) }))
    .filter(({ name, distance }) => distance <= Math.min(MAX_MISTAKES, name.length / 3))
    .toSorted((one, other) => one.distance - other.distance);
  return closest?.name;
}
