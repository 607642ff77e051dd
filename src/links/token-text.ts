/** 25 bytes are 40 characters of base32 with no spare bits, in which two spellings of one token could differ. */
export const TOKEN_BYTES = 25;

/** Characters of a token. */
export const TOKEN_LENGTH = (TOKEN_BYTES / 5) * 8;

/** RFC 4648, section 6, in lower case: nothing that an email program drops, escapes or takes for the end of a link. */
const ALPHABET = 'abcdefghijklmnopqrstuvwxyz234567';
const TOKEN = new RegExp(`^[${ALPHABET}]{${TOKEN_LENGTH}}`);

/** A longer text is read no further: no link of ours is so long, whatever became of it. */
const MAX_TOKEN_TEXT_LENGTH = 500;

/** Five bytes are eight characters; what each of those counts, in their order. */
const GROUP_BYTES = 5;
const PLACES = [7, 6, 5, 4, 3, 2, 1, 0].map((place) => 32 ** place);

/** Writes {@link TOKEN_BYTES} bytes as a token. */
export function toToken(bytes: Buffer): string {
  if (bytes.length !== TOKEN_BYTES) throw new RangeError(`A token is made of ${TOKEN_BYTES} bytes.`);
  let token = '';
  for (let at = 0; at < TOKEN_BYTES; at += GROUP_BYTES) {
    const group = bytes.readUIntBE(at, GROUP_BYTES);
    for (const place of PLACES) token += ALPHABET.charAt(Math.floor(group / place) % 32);
  }
  return token;
}

/** The bytes of a token that {@link readTokens} found. */
export function fromToken(token: string): Buffer {
  const bytes = Buffer.alloc(TOKEN_BYTES);
  for (let at = 0; at < TOKEN_BYTES; at += GROUP_BYTES) {
    const from = (at / GROUP_BYTES) * PLACES.length;
    const group = PLACES.reduce((sum, place, i) => sum + place * ALPHABET.indexOf(token.charAt(from + i)), 0);
    bytes.writeUIntBE(group, at, GROUP_BYTES);
  }
  return bytes;
}

/** A token that a text may hold, in the spelling in which it was made. */
export interface FoundToken {
  token: string;
  /** Made by an earlier version: base64url, in which case matters. */
  isEarlier: boolean;
}

/**
 * The tokens that the end of a link may hold, whatever email programs did to it: the likeliest first. Case does not matter, and
 * anything that follows a whole token is ignored; so is whatever quoted-printable leaves inside it.
 *
 * @param earlierLength Characters of the tokens that earlier versions put into links of this kind.
 */
export function readTokens(text: string, { earlierLength }: { earlierLength: number }): FoundToken[] {
  const earlier = new RegExp(`^[\\w-]{${earlierLength}}`);
  return withoutLeftovers(text.slice(0, MAX_TOKEN_TEXT_LENGTH)).flatMap((reading) => {
    const [token] = TOKEN.exec(reading.toLowerCase()) ?? [];
    const [earlierToken] = earlier.exec(reading) ?? [];
    return [
      ...(token === undefined ? [] : [{ token, isEarlier: false }]),
      ...(earlierToken === undefined ? [] : [{ token: earlierToken, isEarlier: true }]),
    ];
  });
}

/** White space, and characters that nobody sees: soft hyphens, joiners, marks of direction, a byte order mark. */
const UNSEEN = /[\s\p{Cc}\p{Cf}]+/gu;

/** The end of a line in quoted-printable (RFC 2045, section 6.7), as long as its line break is there. */
const SOFT_BREAK = /=[ \t]*(?:\r\n|\r|\n)/g;

/** Characters that a program escaped, and another did not turn back: tab, line feed, carriage return, space, equals sign. */
const ESCAPED = /^(?:09|0a|0d|20|3d)/i;

/** More readings than one text of an email ever has. */
const MAX_READINGS = 16;

/**
 * The readings of a text without what quoted-printable left in it. `=3D` may be an escaped equals sign, or a line's end and
 * the next line's first characters, so both are tried.
 */
export function withoutLeftovers(text: string): string[] {
  const [first = '', ...rest] = text.replace(SOFT_BREAK, '').replace(UNSEEN, '').split('=');
  return rest.reduce<string[]>(
    (readings, part) => {
      const parts = ESCAPED.test(part) ? [part.slice(2), part] : [part];
      return readings.flatMap((reading) => parts.map((one) => reading + one)).slice(0, MAX_READINGS);
    },
    [first],
  );
}
