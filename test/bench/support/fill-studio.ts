import type { Stores } from '../../../src/app/stores.ts';
import { slotOf } from '../../../src/schedule/slot.ts';
import { openDatabase } from '../../../src/sqlite/open-database.ts';
import { aComparison, DAY } from '../../support/comparisons.ts';
import { aFrozenIssue } from '../../support/issues.ts';
import { longIssue } from './long-issue.ts';

export const SUBSCRIBERS = Number(process.env.SUBSCRIBERS ?? 1_000_000);
export const ISSUES = 200;

/** Only the latest issues have a row for every delivery; two hundred million rows would measure the disk. */
const WITH_DELIVERIES = 2;

const BATCH_SIZE = 100;
const ITEMS = 8;

/**
 * Four years of a newsletter that grew to a million confirmed subscribers. A twentieth as many again left or never
 * confirmed,
 * each has a consent event, and a thousand are suppressed. All issues have their batches, eight items and a frozen
 * copy; the
 * latest two also have all their deliveries, of which one in a hundred bounced, and one in a thousand complained, was
 * rejected
 * or excluded. Written in SQL, because the stores would take an hour.
 *
 * @returns The slots, latest first.
 */
export async function fillStudio(path: string, stores: Stores, now: number): Promise<string[]> {
  await addComparisons(stores, now);
  const { $client } = openDatabase(path);
  $client.pragma('synchronous = OFF');
  $client.pragma('cache_size = -524288');
  $client.pragma('foreign_keys = OFF');
  const run = (sql: string, values: Record<string, unknown> = {}) => $client.prepare(sql).run(values);
  const slots = Array.from({ length: ISSUES }, (_, index) => slotBefore(now, index + 1));
  $client.transaction(() => {
    run(ADD_SUBSCRIBERS, { now, count: Math.round(SUBSCRIBERS * 1.05) });
    run(`insert into consent_events (subscriber_id, event, at, source)
      select id, 'imported', created_at, 'subscribers.csv' from subscribers`);
    run(`insert into suppressions (key, reason, at)
      select email_key, 'bounced', created_at from subscribers where id % 1009 = 0`);
    const frozen = longIssue(90_000);
    for (const [index, slot] of slots.toReversed().entries()) {
      const at = now - (ISSUES - index) * 7 * DAY;
      const prepared = Math.round((SUBSCRIBERS * (index + 1)) / ISSUES);
      const copy = JSON.stringify(aFrozenIssue({ ...frozen, slot, id: `bench-${slot}` }));
      const id = index + 1;
      run(ADD_COPY, { slot, at, copy });
      run(ADD_ISSUE, { id, slot, at });
      run(ADD_AUDIENCE, { id, at, prepared });
      run(ADD_COUNTS, { id, prepared });
      run(ADD_ITEMS, { id, first: index * ITEMS, items: ITEMS });
      run(ADD_BATCHES, { id, at, prepared, batches: Math.ceil(prepared / BATCH_SIZE) });
      if (index >= ISSUES - WITH_DELIVERIES) run(ADD_DELIVERIES, { id, at, prepared });
    }
  })();
  $client.pragma('wal_checkpoint(TRUNCATE)');
  $client.close();
  return slots;
}

/** The comparisons of all issues, and twenty for the next one. */
async function addComparisons({ comparisonStore }: Stores, now: number): Promise<void> {
  const count = ISSUES * ITEMS + 20;
  for (let number = 1; number <= count; number += 1) {
    const publishedAt = number > ISSUES * ITEMS ? now - DAY : now - 400 * DAY;
    const tools = [`Tool ${number} one`, `Tool ${number} two`] as const;
    await comparisonStore.saveComparison(aComparison({ tools, publishedAt }), publishedAt);
  }
}

function slotBefore(now: number, weeks: number): string {
  return slotOf(now - weeks * 7 * DAY, 'UTC');
}

const NUMBERS = `with recursive numbers(n) as (select 1 union all select n + 1 from numbers where n <`;

const ADD_SUBSCRIBERS = `${NUMBERS} @count)
  insert into subscribers (email, email_key, name, status, created_at)
  select 'reader' || n || '@post' || (n % 97) || '.example', 'reader' || n || '@post' || (n % 97) || '.example',
    iif(n % 3 = 0, 'Reader Number ' || n, null),
    case when n % 21 <> 0 then 'confirmed' when n % 2 then 'unsubscribed' else 'pending' end,
    cast(@now - (@count - n) * 120000 as integer)
  from numbers`;

const ADD_COPY = `insert into frozen_copies (id, subject, preheader, cut_off, frozen_at, content)
  values (@slot, 'One tool, one verdict: ' || @slot, 'And more', cast(@at as integer), cast(@at as integer), @copy)`;

const ADD_ISSUE = `insert into issues (id, slot, status, freeze_id, created_at, scheduled_at, sending_at, finished_at)
  values (cast(@id as integer), @slot, 'sent', @slot, cast(@at as integer), cast(@at as integer), cast(@at as integer),
    cast(@at + 3600000 as integer))`;

const ADD_AUDIENCE = `insert into audiences (issue_id, last_subscriber_id, fixed_at, candidates, included)
  values (cast(@id as integer), cast(@prepared as integer), cast(@at as integer), cast(@prepared as integer),
    cast(@prepared as integer))`;

const ADD_COUNTS = `insert into provider_counts (issue_id, delivered, bounced, complained)
  values (cast(@id as integer), cast(@prepared * 0.95 as integer), cast(@prepared * 0.01 as integer),
    cast(@prepared * 0.001 as integer))`;

const ADD_ITEMS = `insert into issue_items (issue_id, comparison_id, position, featured)
  select cast(@id as integer), id, cast(id - @first as integer), id = @first + 1
  from comparisons where id > @first and id <= @first + @items`;

const ADD_BATCHES = `${NUMBERS} @batches)
  insert into batches (issue_id, number, status, size, submitted, rejected, excluded, idempotency_key, body_hash,
    attempts, first_attempt_at, finished_at)
  select cast(@id as integer), n, 'done', size, size - (n % 10 = 0) - (n % 10 = 5), n % 10 = 0, n % 10 = 5,
    'issue-' || @id || '-' || n, hex(zeroblob(32)), 1, cast(@at + n * 300 as integer), cast(@at + n * 300 as integer)
  from (select n, cast(min(100, @prepared - (n - 1) * 100) as integer) as size from numbers)`;

const ADD_DELIVERIES = `${NUMBERS} @prepared)
  insert into deliveries (issue_id, subscriber_id, batch_number, status, provider_id, reject_code, exclusion_reason, bounce_code,
    updated_at, provider_state, provider_state_at, bounce_kind)
  select cast(@id as integer), n, (n - 1) / 100 + 1,
    case when n % 1000 = 999 then 'rejected' when n % 1000 = 499 then 'excluded' else 'submitted' end,
    iif(n % 1000 in (999, 499), null, @id || '-mail-' || n),
    iif(n % 1000 = 999, 'invalid_to_address', null), iif(n % 1000 = 499, 'unsubscribed', null),
    iif(n % 100 = 1, 'mailbox_full', null),
    cast(@at + n * 3 as integer),
    case when n % 1000 in (999, 499) then null when n % 100 = 1 then 'bounced' when n % 1000 = 2 then 'complained'
      when n % 20 <> 3 then 'delivered' end,
    cast(@at + n * 3 + 900 as integer), iif(n % 100 = 1, 'hard', null)
  from numbers`;
