/** 25 bytes are exactly 40 characters of base32, so no token has two spellings. */
export const TOKEN_BYTES = 25;

export const TOKEN_LENGTH = (TOKEN_BYTES / 5) * 8;

/** RFC 4648, section 6, in lower case: nothing that email programs drop, escape or take for the end of a URL. */
const ALPHABET = 'abcdefghijklmnopqrstuvwxyz234567';
const TOKEN = new RegExp(`^[${ALPHABET}]{${TOKEN_LENGTH}}`);

const MAX_TOKEN_TEXT_LENGTH = 500;

/** Five bytes are eight characters. */
const GROUP_BYTES = 5;
const PLACE_VALUES = [7, 6, 5, 4, 3, 2, 1, 0].map((place) => 32 ** place);

export function encodeToken(bytes: Buffer): string {
  if (bytes.length !== TOKEN_BYTES) throw new RangeError(`A token is made of ${TOKEN_BYTES} bytes.`);
  let token = '';
  for (let at = 0; at < TOKEN_BYTES; at += GROUP_BYTES) {
    const group = bytes.readUIntBE(at, GROUP_BYTES);
    for (const place of PLACE_VALUES) token += ALPHABET.charAt(Math.floor(group / place) % 32);
  }
  return token;
}

export function decodeToken(token: string): Buffer {
  const bytes = Buffer.alloc(TOKEN_BYTES);
  for (let at = 0; at < TOKEN_BYTES; at += GROUP_BYTES) {
    const from = (at / GROUP_BYTES) * PLACE_VALUES.length;
    const group = PLACE_VALUES.reduce(
      (sum, place, i) => sum + place * ALPHABET.indexOf(token.charAt(from + i)),
      0,
    );
    bytes.writeUIntBE(group, at, GROUP_BYTES);
  }
  return bytes;
}

export interface FoundToken {
  token: string;
  /** From an earlier version: base64url, which is case-sensitive. */
  isLegacy: boolean;
}

/**
 * Tokens that the end of a URL may contain, likeliest first, however email programs mangled it: ignores case, what
 * follows a token, and quoted-printable remnants. `legacyLength`, in characters, is that of earlier versions.
 */
export function readTokens(text: string, { legacyLength }: { legacyLength: number }): FoundToken[] {
  const legacy = new RegExp(`^[\\w-]{${legacyLength}}`);
  return withoutLeftovers(text.slice(0, MAX_TOKEN_TEXT_LENGTH)).flatMap((reading) => {
    const [token] = TOKEN.exec(reading.toLowerCase()) ?? [];
    const [legacyToken] = legacy.exec(reading) ?? [];
    return [
      ...(token === undefined ? [] : [{ token, isLegacy: false }]),
      ...(legacyToken === undefined ? [] : [{ token: legacyToken, isLegacy: true }]),
    ];
  });
}

const INVISIBLE = /[\s\p{Cc}\p{Cf}]+/gu;

/** A quoted-printable soft line break (RFC 2045, section 6.7). */
const SOFT_BREAK = /=[ \t]*(?:\r\n|\r|\n)/g;

/** Left escaped by some programs: tab, line feed, carriage return, space, equals sign. */
const ESCAPED = /^(?:09|0a|0d|20|3d)/i;

const MAX_READINGS = 16;

/** `=3D` may be an escaped equals sign, or a line end and the next line's first characters: tries both. */
export function withoutLeftovers(text: string): string[] {
  const [first = '', ...rest] = text.replace(SOFT_BREAK, '').replace(INVISIBLE, '').split('=');
  return rest.reduce<string[]>(
    (readings, part) => {
      const parts = ESCAPED.test(part) ? [part.slice(2), part] : [part];
      return readings.flatMap((reading) => parts.map((one) => reading + one)).slice(0, MAX_READINGS);
    },
    [first],
  );
}
