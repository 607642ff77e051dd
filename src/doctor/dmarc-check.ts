import { type Check, type Finding, ok, quoted, warn } from './check.ts';
import { type DnsResolver, lookUpTxt, tagsOf, unansweredFinding } from './txt-records.ts';

/** The first tag of a DMARC record; it is case-sensitive (RFC 9989, section 4.7). */
const VERSION = /^v\s*=\s*DMARC1\s*(;|$)/;

const POLICIES = ['none', 'quarantine', 'reject'];

/** At least one email address for reports (RFC 9989, section 4.7). */
const REPORTS = /mailto:[^@\s,;]+@[^@\s,;]/i;

interface WalkStep {
  domain: string;
  records: readonly string[];
}

/**
 * Finds the DMARC record that applies to the sender's domain by the DNS tree walk (RFC 9989, sections 4.10 and
 * 4.10.1). Gmail and Yahoo require one of bulk senders, if only `p=none`
 * (https://support.google.com/mail/answer/81126, https://senders.yahooinc.com/best-practices/).
 */
export async function checkDmarc(domain: string, resolver: DnsResolver): Promise<Check> {
  const steps: WalkStep[] = [];
  for (const target of walkFrom(domain)) {
    const answer = await lookUpTxt(`_dmarc.${target}`, resolver);
    if (answer.kind === 'unknown') {
      // Beyond a record that was found, the walk could only show that it is that of a public suffix.
      if (steps.some(({ records }) => records.length === 1)) break;
      return { name: 'dmarc', ...unansweredFinding(answer) };
    }
    steps.push({ domain: target, records: answer.texts.filter((text) => VERSION.test(text)) });
    if (endsWalk(steps)) break;
  }
  return { name: 'dmarc', ...judge(domain, steps) };
}

/** The domain itself, then at most the seven shortest of its parents. */
function walkFrom(domain: string): string[] {
  const labels = domain.split('.');
  const above = labels.slice(1).map((_, index) => labels.slice(index + 1).join('.'));
  return [domain, ...above.slice(-7)];
}

/** The domain's own record always applies; further up, a `psd` of `y` or `n` ends the walk. */
function endsWalk(steps: readonly WalkStep[]): boolean {
  const records = steps.at(-1)?.records ?? [];
  if (steps.length === 1) return records.length > 0;
  return records.length === 1 && ['y', 'n'].includes(psdOf(records));
}

function psdOf([record = '']: readonly string[]): string {
  return tagsOf(record).get('psd')?.toLowerCase() ?? 'u';
}

function judge(domain: string, steps: readonly WalkStep[]): Finding {
  const own = steps[0]?.records.length ?? 0;
  if (own > 1)
    return warn(`_dmarc.${domain} has ${own} DMARC records, so receivers ignore them all. Keep one.`);
  const applied = appliedStep(steps);
  const record = applied?.records[0];
  if (applied === undefined || record === undefined) {
    return warn(
      `Neither ${domain} nor a domain above it has a DMARC record, and Gmail and Yahoo refuse bulk mail without one. Add a TXT record at _dmarc.${domain}: v=DMARC1; p=none; rua=mailto:… with an email address that takes the reports.`,
    );
  }
  return judgeRecord({ domain, at: applied.domain, record });
}

/**
 * The record that applies (RFC 9989, sections 4.10.1 and 4.10.2): the domain's own; otherwise the organizational
 * domain's, just below a public suffix (`psd=y`) or else the highest; otherwise the public suffix's.
 */
function appliedStep(steps: readonly WalkStep[]): WalkStep | undefined {
  const valid = steps.filter(({ records }) => records.length === 1);
  const highest = valid.at(-1);
  if (highest === undefined || highest === steps[0]) return highest;
  if (psdOf(highest.records) !== 'y') return highest;
  const below = valid.at(-2);
  return below !== undefined && below === steps[steps.indexOf(highest) - 1] ? below : highest;
}

/**
 * An inherited record applies with its `sp`, if any. Without a valid policy, a record counts as `p=none` if it says
 * where reports go, and otherwise not at all (RFC 9989, section 4.10.1).
 */
function judgeRecord({ domain, at, record }: { domain: string; at: string; record: string }): Finding {
  const tags = tagsOf(record);
  const isPolicy = (tag: string) => POLICIES.includes(tags.get(tag)?.toLowerCase() ?? '');
  const holds = at === domain ? '' : `, which covers ${domain} too`;
  if (isPolicy('p') && ['sp', 'np'].every((tag) => !tags.has(tag) || isPolicy(tag))) {
    const tag = at !== domain && tags.has('sp') ? 'sp' : 'p';
    return ok(`_dmarc.${at} has ${tag}=${tags.get(tag)?.toLowerCase()}${holds}.`);
  }
  const found = `_dmarc.${at} has ${quoted(record)}, which states no policy`;
  const advice = 'write v=DMARC1; p=none; and then the rest of it.';
  return REPORTS.test(tags.get('rua') ?? '')
    ? ok(
        `${found}; it counts as p=none, because it has rua=${holds}. Older receivers may ignore it: ${advice}`,
      )
    : warn(`${found}: ${advice}`);
}
