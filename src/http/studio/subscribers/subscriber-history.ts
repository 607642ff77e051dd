import { html } from 'hono/html';
import type { ConsentEventName, SuppressionReason } from '../../../subscribers/subscriber.ts';
import type { OwnData } from '../../../subscribers/subscriber-store.ts';
import type { Markup } from '../../pages/page.ts';
import { dataTable } from '../frame/components/data-table.ts';
import { fold } from '../frame/components/facts.ts';
import { badge, type Tone } from '../frame/components/marks.ts';
import { isolatedText } from '../frame/format.ts';
import { weekNames } from '../frame/times.ts';
import { dayAndTime } from './subscriber-times.ts';

type Delivery = OwnData['deliveries'][number];
type Email = OwnData['emails'][number];
type ShownConsent = OwnData['consent'][number];

const CONSENT_LABELS: Readonly<Record<ConsentEventName, string>> = {
  requested: 'Signed up',
  confirmed: 'Confirmed',
  imported: 'Imported',
  added: 'Added',
  unsubscribed: 'Unsubscribed',
  resubscribed: 'Came back',
};

/** When no more could be sent to somebody. */
const SUPPRESSED_LABELS: Readonly<Record<SuppressionReason, string>> = {
  bounced: 'Mail bounced for good',
  complained: 'Reported as spam',
  erased: 'Address erased',
};

/** What became of a mail, by its own outcome or the provider's later word. */
const MAIL_WORDS: Readonly<Record<string, readonly [string, Tone]>> = {
  pending: ['Still to send', 'grey'],
  open: ['Still to send', 'grey'],
  taken: ['Being sent', 'info'],
  submitted: ['Accepted', 'good'],
  rejected: ['Refused', 'bad'],
  uncertain: ['No answer', 'bad'],
  excluded: ['Left out', 'grey'],
  dropped: ['Given up', 'bad'],
  delayed: ['Delayed', 'warn'],
  delivered: ['Delivered', 'good'],
  bounced: ['Bounced', 'bad'],
  complained: ['Complained', 'bad'],
};

export interface ShownDeliveries {
  now: number;
  zone: string;
  /** The URL of a message by its provider id; null if messages cannot be read here. */
  messageAt: ((providerId: string) => string) | null;
  /** The page of an issue by its slot. */
  issueAt: (slot: string) => string;
  /** Of the issues, by slot. */
  subjects: ReadonlyMap<string, string>;
}

function mailBadge(word: string): Markup {
  const [words, tone] = MAIL_WORDS[word] ?? [word, 'grey'];
  return badge(words, tone);
}

/** The issues sent to a subscriber, the latest first, with the provider's reports. */
export function deliveriesPart(
  deliveries: readonly Delivery[],
  { now, zone, messageAt, issueAt, subjects }: ShownDeliveries,
): Markup {
  const week = weekNames({ now, zone });
  if (deliveries.length === 0)
    return html`<div class="inside-flush"><h2 id="deliveries-heading">Issues</h2><p class="muted">No issue has gone out to them yet.</p></div>`;
  return html`<div class="tools-row"><h2 id="deliveries-heading">Issues</h2></div>${dataTable<Delivery>({
    caption: 'Issues',
    rows: deliveries.toReversed(),
    columns: [
      {
        label: 'Issue',
        isHeader: true,
        cell: ({ slot }) => {
          const subject = subjects.get(slot);
          return html`<a href="${issueAt(slot)}">${subject === undefined ? week(slot) : isolatedText(subject)}</a>${subject !== undefined && html`<span class="sub">${week(slot)}</span>`}`;
        },
      },
      {
        label: 'State',
        cell: ({ status, event, bounce, code }) => {
          const details = [bounce === 'hard' ? 'for good' : bounce === 'soft' ? 'this time' : null, code];
          const words = details.filter((detail) => detail !== null).join(', ');
          return html`${mailBadge(event ?? status)}${words !== '' && html`<span class="sub">${isolatedText(words)}</span>`}`;
        },
      },
      { label: 'Sent', cell: ({ at }) => dayAndTime(at, zone) },
      { label: 'Reported', cell: ({ eventAt }) => eventAt !== null && dayAndTime(eventAt, zone) },
      {
        label: messageAt === null ? 'Id at the provider' : 'Mail',
        cell: ({ providerId }) =>
          providerId !== null &&
          (messageAt === null
            ? html`<code>${providerId}</code>`
            : html`<a href="${messageAt(providerId)}">Read the mail</a>`),
      },
    ],
  })}`;
}

const EMAIL_WORDS: Readonly<Record<Email['kind'], string>> = {
  confirm: 'Asks to confirm',
  data: 'Link to their data',
};

/** Recent emails to a subscriber other than issues, the latest first. */
export function emailsPart(emails: readonly Email[], zone: string): Markup {
  if (emails.length === 0)
    return html`<div class="inside-flush"><h2 id="mail-heading">Other mail we sent</h2><p class="muted">None in the last 30 days.</p></div>`;
  return html`<div class="tools-row"><h2 id="mail-heading">Other mail we sent</h2></div>${dataTable<Email>({
    caption: 'Other mail we sent',
    rows: emails.toReversed(),
    columns: [
      { label: 'Mail', isHeader: true, cell: ({ kind }) => EMAIL_WORDS[kind] },
      { label: 'State', cell: ({ status }) => mailBadge(status) },
      { label: 'Written', cell: ({ createdAt }) => dayAndTime(createdAt, zone) },
      { label: 'Attempts', isNumber: true, cell: ({ attempts }) => String(attempts) },
      {
        label: 'Last problem',
        isLong: true,
        cell: ({ lastProblem }) => lastProblem !== null && isolatedText(lastProblem),
      },
    ],
  })}`;
}

/** The history of a subscription, the latest first, and beneath it the evidence that proves consent. */
export function consentPart(
  { consent, suppression }: Pick<OwnData, 'consent' | 'suppression'>,
  { now, zone }: { now: number; zone: string },
): Markup {
  const week = weekNames({ now, zone });
  const entries = [
    ...consent.map(({ event, at, source }) => ({ what: CONSENT_LABELS[event] ?? event, at, source })),
    ...(suppression === null
      ? []
      : [{ what: SUPPRESSED_LABELS[suppression.reason], at: suppression.at, source: null }]),
  ]
    .toSorted((one, other) => one.at - other.at)
    .toReversed();
  return html`<h2 id="consent-heading">History</h2>
<ol class="history">${entries.map(
    ({ what, at, source }) =>
      html`<li><b>${what}</b><span class="sub">${dayAndTime(at, zone)}${source !== null && html` · ${isolatedText(source)}`}</span></li>`,
  )}</ol>
${fold({ id: 'proof', title: 'Proof of consent', body: html`<ol class="history">${consent.map((entry) => html`<li>${proofEntry(entry, { zone, week })}</li>`)}</ol>` })}`;
}

function proofEntry(
  entry: ShownConsent,
  { zone, week }: { zone: string; week: (slot: string) => string },
): Markup {
  const { event, at, source, slot, textVersion, networkAddress, userAgent } = entry;
  const evidence = [
    slot === null ? null : html`issue ${week(slot)}`,
    textVersion === null ? null : html`wording ${isolatedText(textVersion)}`,
    networkAddress === null ? null : html`IP ${isolatedText(networkAddress)}`,
    userAgent === null ? null : html`browser ${isolatedText(userAgent)}`,
  ].filter((part) => part !== null);
  return html`<b>${CONSENT_LABELS[event] ?? event}</b> ${isolatedText(source)}<span class="sub">${dayAndTime(at, zone)}${evidence.map((part) => html` · ${part}`)}</span>`;
}
