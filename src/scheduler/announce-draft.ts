import { nextOpenFiring } from '../issue-actions/find-default-slot.ts';
import type { NoticeFacts } from '../issues/editor-notice.ts';
import { skipReason } from '../issues/skip-reason.ts';
import { draftIssue } from '../render/draft-issue.ts';
import { draftItems } from '../render/freeze-issue.ts';
import type { Firing } from '../schedule/firings.ts';
import { HOUR_MS } from '../shared/durations.ts';
import { messageOf } from '../shared/errors.ts';
import type { SchedulerDeps } from './scheduler-deps.ts';

/** Once, `draftLeadHours` ahead, if issues need approval. Returns the slot announced now, or null. */
export async function announceDraft(now: number, deps: SchedulerDeps): Promise<string | null> {
  const { issueStore, noticeStore, config } = deps;
  const { review, draftLeadHours } = config;
  if (review !== 'required') return null;
  const next = await nextOpenFiring(now, deps);
  if (next === undefined || next.instant - now > draftLeadHours * HOUR_MS) return null;
  if ((await noticeStore.noticedOf(next.slot)).some(({ event }) => event === 'draft')) return null;
  const status = (await issueStore.findIssue(next.slot))?.status ?? 'draft';
  if (status !== 'draft') return null;
  const facts = await draftFacts(next, now, deps);
  const result = await noticeStore.addNotice({ event: 'draft', facts, at: now });
  return result === 'queued' ? next.slot : null;
}

/** Even if the draft cannot be composed: the editor still has time to fix it. */
async function draftFacts({ slot, instant }: Firing, now: number, deps: SchedulerDeps): Promise<NoticeFacts> {
  const audience = { ...(await deps.deliveryStore.forecastAudience(now)), isForecast: true };
  const about = { slot, scheduledAt: instant, audience, deliveries: null };
  try {
    const draft = await draftIssue({ slot, now }, deps);
    const { selection, content } = draft;
    const reason = selection.enough
      ? null
      : `As it stands, it will be skipped: it has ${skipReason(draft, deps.config)}`;
    const items = draftItems(draft).map((item) => item.slug);
    return { ...about, reason, subject: content?.digest.subject ?? null, items };
  } catch (error) {
    const reason = `As it stands, it cannot be composed: ${messageOf(error)}`;
    return { ...about, reason, subject: null, items: [] };
  }
}
