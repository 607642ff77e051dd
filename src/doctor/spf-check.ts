import { type Check, type Finding, notOk, ok, quoted } from './check.ts';
import type { DnsNames } from './dns-names.ts';
import { askTxt, type DnsResolver, unaskedFinding } from './txt-records.ts';

/** How an SPF record begins (RFC 7208, section 4.5). */
const VERSION = /^v=spf1( |$)/i;

/** What lets somebody send: a mechanism that passes, or another record in this one's place (sections 4.6.2, 5 and 6.1). */
const LETS_SEND = /^(redirect=|\+?(include|a|mx|ptr|ip4|ip6|exists)([:/]|$))/i;

/** What lets everybody send (section 5.1). */
const LETS_ALL = /^\+?all$/i;

/**
 * Looks at the SPF record of each return path. Resend names two of them for newer domains and needs one to send, so one
 * that is right is enough, and what is wrong with the other is said
 * (https://resend.com/docs/dashboard/domains/custom-return-path).
 */
export async function checkSpf({ returnPaths, advice }: DnsNames, resolver: DnsResolver): Promise<Check> {
  const findings = await Promise.all(
    returnPaths.map(async (name) => {
      const answer = await askTxt(name, resolver);
      return answer.kind === 'unasked' ? unaskedFinding(answer) : judge(name, answer.texts, advice);
    }),
  );
  return {
    name: 'spf',
    ok: findings.some((finding) => finding.ok),
    message: findings.map(({ message }) => message).join(' '),
  };
}

function judge(name: string, texts: readonly string[], advice: string): Finding {
  const records = texts.filter((text) => VERSION.test(text));
  const [record] = records;
  if (record === undefined) return notOk(`${name} has no SPF record. ${advice}`);
  if (records.length > 1) {
    return notOk(
      `${name} has ${records.length} SPF records, which receivers take as an error (RFC 7208, section 4.5): leave one.`,
    );
  }
  const terms = record.split(/\s+/).slice(1);
  if (terms.some((term) => LETS_ALL.test(term)))
    return ok(`${name} has ${quoted(record)}, which lets anybody send in its name: let it end in ~all.`);
  return terms.some((term) => LETS_SEND.test(term))
    ? ok(`${name} has ${quoted(record)}.`)
    : notOk(`${name} has ${quoted(record)}, which lets nobody send. ${advice}`);
}
