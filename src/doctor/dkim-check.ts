import { type Check, type Finding, ok, warn } from './check.ts';
import type { DkimKey, DnsNames } from './dns-names.ts';
import { type DnsResolver, lookUpTxt, publicKeyOf, tagsOf, unansweredFinding } from './txt-records.ts';

/**
 * Checks every DKIM key of the domain. Receivers refuse bulk email without one, or one-click (RFC 8058, section 4).
 */
export async function checkDkim({ dkimKeys, advice }: DnsNames, resolver: DnsResolver): Promise<Check> {
  const findings = await Promise.all(
    dkimKeys.map(async (key) => {
      const answer = await lookUpTxt(key.name, resolver);
      return answer.kind === 'unknown' ? unansweredFinding(answer) : judge(key, answer.texts, advice);
    }),
  );
  const message = findings.map((finding) => finding.message).join(' ');
  const isOk = findings.every(({ level }) => level === 'ok');
  return { name: 'dkim', ...(isOk ? ok(message) : warn(message)) };
}

/** RFC 6376, section 3.6.1; some omit the padding. */
const BASE64 = /^[A-Za-z0-9+/]+={0,2}$/;

/** Follows RFC 6376, sections 3.6.1 (tags) and 3.6.2.2 (one record per name). */
function judge({ name, publicKey }: DkimKey, texts: readonly string[], advice: string): Finding {
  const [record] = texts;
  if (record === undefined) return warn(`${name} has no DKIM key. ${advice}`);
  if (texts.length > 1) {
    return warn(
      `${name} has ${texts.length} TXT records, so nobody can tell which one is the DKIM key (RFC 6376, section 3.6.2.2). Keep one.`,
    );
  }
  const found = publicKeyOf(record);
  if (found === null || (tagsOf(record).get('v') ?? 'DKIM1') !== 'DKIM1')
    return warn(`${name} has a TXT record that is not a DKIM key. ${advice}`);
  if (found === '') return warn(`${name} has a DKIM key that is revoked: its p= is empty. ${advice}`);
  if (!BASE64.test(found) || found.replace(/=+$/, '').length % 4 === 1)
    return warn(
      `${name} has a DKIM key that cannot be used: its p= is not base64, or it is cut short. ${advice}`,
    );
  if (publicKey !== null && found !== publicKey)
    return warn(`${name} has a different DKIM key from the one Resend signs with. ${advice}`);
  return ok(`${name} has a DKIM key.`);
}
