import type { ProviderReport } from './provider-event-store.ts';
import { type Details, knownTypeOf, type ResendEvent } from './resend-event.ts';

/** A `failed` message never left the provider, which says nothing about the email address. */
export function reportOf(event: ResendEvent): ProviderReport | null {
  const { bounce, failed, suppressed } = event.data;
  switch (knownTypeOf(event)) {
    case 'email.sent':
    case 'email.scheduled':
      return { state: 'submitted' };
    case 'email.delivered':
      return { state: 'delivered' };
    case 'email.delivery_delayed':
      return { state: 'delayed' };
    case 'email.complained':
      return { state: 'complained' };
    case 'email.bounced':
      return bounceReport(bounce);
    case 'email.failed':
      return { state: 'bounced', bounce: null, code: codeOf('failed', failed.reason) };
    case 'email.suppressed':
      return suppressedReport(suppressed);
    case null:
      return null;
  }
}

/** Before `email.suppressed` existed, `Suppressed` was a bounce. Unknown types are not taken as permanent. */
function bounceReport({ type, subType }: Details): ProviderReport {
  const isHard = equalsIgnoringCase(type, 'Permanent') || equalsIgnoringCase(subType, 'Suppressed');
  return { state: 'bounced', bounce: isHard ? 'hard' : 'soft', code: codeOf(type ?? 'unknown', subType) };
}

/** An earlier bounce or complaint, perhaps about other email of the account. */
function suppressedReport({ type, reason }: Details): ProviderReport {
  if (equalsIgnoringCase(reason, 'previous_complaint')) return { state: 'complained' };
  return { state: 'bounced', bounce: 'hard', code: codeOf('suppressed', reason ?? type) };
}

function equalsIgnoringCase(said: string | null, word: string): boolean {
  return said?.toLowerCase() === word.toLowerCase();
}

const MAX_WORD_LENGTH = 60;

/** Such as `Transient/MailboxFull`: single words, so that no email address gets in. */
function codeOf(kind: string, detail: string | null): string {
  return [kind, detail ?? '']
    .map((word) => word.replace(/[^A-Za-z0-9_-]+/g, '_').slice(0, MAX_WORD_LENGTH))
    .filter((word) => word !== '')
    .join('/');
}
