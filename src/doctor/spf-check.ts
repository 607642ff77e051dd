import { type Check, type Finding, ok, quoted, warn } from './check.ts';
import type { DnsNames, ReturnPath } from './dns-names.ts';
import { parseSpf } from './spf-record.ts';
import { type DnsResolver, lookUpTxt, unansweredFinding } from './txt-records.ts';

/** RFC 7208, section 4.5. */
const VERSION = /^v=spf1( |$)/i;

/** Of two return paths, one is enough (https://resend.com/docs/dashboard/domains/custom-return-path). */
export async function checkSpf({ returnPaths, advice }: DnsNames, resolver: DnsResolver): Promise<Check> {
  const findings = await Promise.all(
    returnPaths.map(async (path) => {
      const answer = await lookUpTxt(path.name, resolver);
      return answer.kind === 'unknown' ? unansweredFinding(answer) : judge(path, answer.texts, advice);
    }),
  );
  const message = findings.map((finding) => finding.message).join(' ');
  const isOk = findings.some(({ level }) => level === 'ok');
  return { name: 'spf', ...(isOk ? ok(message) : warn(message)) };
}

function judge({ name, mustAllow }: ReturnPath, texts: readonly string[], advice: string): Finding {
  const records = texts.filter((text) => VERSION.test(text));
  const [record] = records;
  if (record === undefined) return warn(`${name} has no SPF record. ${advice}`);
  if (records.length > 1) {
    return warn(
      `${name} has ${records.length} SPF records, which receivers treat as an error (RFC 7208, section 4.5). Keep one.`,
    );
  }
  const spf = parseSpf(record);
  const found = `${name} has ${quoted(record)}`;
  if ('malformed' in spf) {
    return warn(
      `${found}, in which ${quoted(spf.malformed)} is an error, so receivers ignore all of it (RFC 7208, section 4.6). ${advice}`,
    );
  }
  if (spf.allowsAll) return ok(`${found}, which lets anyone send in its name. End it with ~all.`);
  if (spf.allows.length === 0) return warn(`${found}, which lets nobody send. ${advice}`);
  const missing = mustAllow.filter((mechanism) => !spf.allows.includes(mechanism));
  // We do not follow redirects.
  const isElsewhere = spf.allows.some((term) => term.startsWith('redirect='));
  return missing.length === 0 || isElsewhere
    ? ok(`${found}.`)
    : warn(`${found}, which does not let Resend send: ${quoted(missing.join(' '))} is missing. ${advice}`);
}
