import { html } from 'hono/html';
import type { ConsentEventName } from '../../../subscribers/subscriber.ts';
import type { OwnData } from '../../../subscribers/subscriber-store.ts';
import type { Markup } from '../../pages/page.ts';
import { isolatedText, shortTime } from '../frame/format.ts';

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

const GOOD_STATUSES = new Set(['submitted', 'delivered']);
const BAD_STATUSES = new Set(['rejected', 'uncertain', 'bounced', 'complained', 'dropped']);

export interface ShownDeliveries {
  zone: string;
  /** The URL of a message by its provider id; null if messages cannot be read here. */
  messageAt: ((providerId: string) => string) | null;
}

/** A subscriber's deliveries, the latest first, with the provider's reports. */
export function deliveriesPart(deliveries: readonly Delivery[], shown: ShownDeliveries): Markup {
  if (deliveries.length === 0)
    return html`<h2>Deliveries</h2><p class="muted">No issue has gone out to them yet.</p>`;
  return html`<h2>Deliveries</h2>
<div class="scroll" tabindex="0" role="region" aria-label="Deliveries"><table class="broad cards">
<thead><tr><th scope="col">Issue</th><th scope="col">Status</th><th scope="col">At</th><th scope="col">Provider’s word</th><th scope="col">Provider’s id</th></tr></thead>
<tbody>${deliveries.toReversed().map((delivery) => deliveryRow(delivery, shown))}</tbody></table></div>`;
}

function deliveryRow(delivery: Delivery, { zone, messageAt }: ShownDeliveries): Markup {
  const { slot, status, at, code, event, eventAt, bounce, providerId } = delivery;
  const details = [bounce, code].filter((detail) => detail !== null).join(', ');
  return html`<tr><th scope="row">${slot}</th><td>${statusPart(status)}</td><td>${shortTime(at, zone)}</td>
<td>${event !== null && html`${statusPart(event)} `}${eventAt !== null && shortTime(eventAt, zone)}${details !== '' && html` <span class="muted">${isolatedText(details)}</span>`}</td>
<td class="small">${providerId !== null && (messageAt === null ? html`<code>${providerId}</code>` : html`<a href="${messageAt(providerId)}">Read the message</a>`)}</td></tr>`;
}

function statusPart(word: string): Markup {
  const tone = GOOD_STATUSES.has(word) ? ' good' : BAD_STATUSES.has(word) ? ' bad' : '';
  return html`<span class="status${tone}">${word}</span>`;
}

/** Recent emails to a subscriber other than issues, the latest first. */
export function emailsPart(emails: readonly Email[], zone: string): Markup {
  if (emails.length === 0) return html`<h2>Other emails</h2><p class="muted">None in the last 30 days.</p>`;
  return html`<h2>Other emails</h2>
<div class="scroll" tabindex="0" role="region" aria-label="Other emails"><table class="broad cards">
<thead><tr><th scope="col">Email</th><th scope="col">Status</th><th scope="col">Written</th><th scope="col" class="number">Attempts</th><th scope="col">Last problem</th></tr></thead>
<tbody>${emails.toReversed().map((email) => emailRow(email, zone))}</tbody></table></div>`;
}

const EMAIL_WORDS: Readonly<Record<Email['kind'], string>> = {
  confirm: 'Asks to confirm',
  data: 'Link to their data',
};

function emailRow({ kind, status, createdAt, attempts, lastProblem }: Email, zone: string): Markup {
  return html`<tr><th scope="row">${EMAIL_WORDS[kind]}</th><td>${statusPart(status)}</td><td>${shortTime(createdAt, zone)}</td><td class="number" data-label="Attempts">${attempts}</td><td>${lastProblem !== null && isolatedText(lastProblem)}</td></tr>`;
}

/** The record that proves consent. */
export function consentPart(consent: readonly ShownConsent[], zone: string): Markup {
  return html`<h2>Record of consent</h2>
<ol class="record">${consent.map((entry) => html`<li>${consentEntry(entry, zone)}</li>`)}</ol>`;
}

function consentEntry(entry: ShownConsent, zone: string): Markup {
  const { event, at, source, slot, textVersion, networkAddress, userAgent } = entry;
  const evidence = [
    slot === null ? null : html`issue ${slot}`,
    textVersion === null ? null : html`text ${isolatedText(textVersion)}`,
    networkAddress === null ? null : html`from ${isolatedText(networkAddress)}`,
    userAgent === null ? null : html`by ${isolatedText(userAgent)}`,
  ].filter((part) => part !== null);
  return html`<p>${shortTime(at, zone)} <strong>${CONSENT_LABELS[event] ?? event}</strong> <span class="muted">${isolatedText(source)}</span></p>
${evidence.length > 0 && html`<p class="muted small">${evidence.map((part, index) => html`${index > 0 && ' · '}${part}`)}</p>`}`;
}
