import { MEANINGS } from './meanings.ts';

/** Others are counted by their first digit. */
const STATUSES = [400, 401, 403, 404, 405, 408, 409, 413, 422, 429, 500, 502, 503, 504, 520, 522, 524];

/** Others are counted together. */
const NETWORK_CODES = [
  'ECONNREFUSED',
  'ECONNRESET',
  'ECONNABORTED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'ETIMEDOUT',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'EPIPE',
  'EPROTO',
  'UND_ERR_SOCKET',
  'UND_ERR_CONNECT_TIMEOUT',
  'UND_ERR_HEADERS_TIMEOUT',
  'UND_ERR_BODY_TIMEOUT',
  'CERT_HAS_EXPIRED',
  'DEPTH_ZERO_SELF_SIGNED_CERT',
  'SELF_SIGNED_CERT_IN_CHAIN',
  'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
  'ERR_TLS_CERT_ALTNAME_INVALID',
] as const;

const OTHER_CAUSES = ['timeout', 'stopped', 'unreadable', 'network'] as const;

/** Only the error names in the table; later versions of the API may add any number. */
const COUNTED_NAMES = new Set(['rate_limit_exceeded', ...MEANINGS.flatMap(({ name }) => name ?? [])]);

export type NetworkCause = (typeof NETWORK_CODES)[number] | (typeof OTHER_CAUSES)[number];

/** Such as `429 rate_limit_exceeded` or `503`. */
export function answerCause({ status, name }: { status: number; name: string }): string {
  const counted = STATUSES.includes(status) ? String(status) : `${String(status).charAt(0)}xx`;
  return COUNTED_NAMES.has(name) ? `${counted} ${name}` : counted;
}

export function networkCause(error: unknown): NetworkCause {
  for (let one = error; one instanceof Error; one = one.cause) {
    if (one.name === 'TimeoutError') return 'timeout';
    if (one.name === 'AbortError') return 'stopped';
    const { code } = one as { code?: unknown };
    const known = NETWORK_CODES.find((candidate) => candidate === code);
    if (known !== undefined) return known;
  }
  return 'network';
}

export function isNetworkCause(name: string): name is NetworkCause {
  return [...NETWORK_CODES, ...OTHER_CAUSES].some((cause) => cause === name);
}
