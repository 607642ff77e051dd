import type Database from 'better-sqlite3';
import { MIGRATIONS } from './migration-folders.ts';

const AT = 1_795_000_000_000;
const HASH = 'a'.repeat(64);

/** Rows for each table, by the numbers of the migrations since which and until which they can be written. */
const ROWS: readonly { since: number; until?: number; sql: string }[] = [
  {
    since: 0,
    sql: `
      insert into tools (key, name) values ('kiln', 'Kiln'), ('loom', 'Loom'), ('gone', 'Gone');
      delete from tools where key = 'gone';
      insert into comparisons (slug, url, published_at, imported_at, updated_at) values
        ('kiln-vs-loom', 'https://site.test/kiln', ${AT}, ${AT}, ${AT}), ('loom-vs-kiln', null, ${AT}, ${AT}, ${AT});
      insert into comparison_holds (comparison_id, reason, held_at) values (2, 'Not yet.', ${AT});`,
  },
  { since: 0, until: 13, sql: sidesWithColumn('position') },
  { since: 14, sql: sidesWithColumn('side') },
  {
    since: 0,
    until: 11,
    sql: `
      insert into issues (slot, status, reason, edited_subject, scheduled_at, cut_off, frozen_at, sending_at, frozen,
          frozen_subject, freeze_id, candidates, prepared, excluded_suppressed, created_at) values
        ('2026-W47', 'sending', null, null, ${AT}, ${AT}, ${AT}, ${AT}, '{"preheader":"And another"}', 'One tool', 'f0f0', 3, 2, 1, ${AT}),
        ('2026-W48', 'draft', null, 'My words', ${AT}, null, null, null, null, null, null, 0, 0, 0, ${AT}),
        ('2026-W46', 'skipped', 'Nothing new.', null, ${AT}, null, null, null, null, null, null, 0, 0, 0, ${AT});`,
  },
  {
    since: 12,
    sql: `
      insert into frozen_copies (id, subject, preheader, cut_off, frozen_at, content) values
        ('f0f0', 'One tool', 'And another', ${AT}, ${AT}, '{"preheader":"And another"}');
      insert into issues (slot, status, reason, freeze_id, created_at, scheduled_at, sending_at) values
        ('2026-W47', 'sending', null, 'f0f0', ${AT}, ${AT}, ${AT}),
        ('2026-W48', 'draft', null, null, ${AT}, ${AT}, null),
        ('2026-W46', 'skipped', 'Nothing new.', null, ${AT}, ${AT}, null);
      insert into text_overrides (issue_id, subject, preheader, intro) values (2, 'My words', 'My own', 'Hello.');
      insert into audiences (issue_id, last_subscriber_id, fixed_at, candidates, included, excluded_suppressed) values
        (1, 2, ${AT}, 3, 2, 1);
      insert into provider_counts (issue_id, delivered) values (1, 1);`,
  },
  {
    since: 15,
    sql: `
      update text_overrides set sponsor_title = 'Of bricks', sponsor_text = 'Bricks, by post.',
        sponsor_url = 'https://bricks.test', closing_note = 'Until Tuesday.' where issue_id = 2;`,
  },
  {
    since: 16,
    sql: `insert into issue_images (freeze_id, png) values ('f0f0', x'89504e47');`,
  },
  {
    since: 0,
    sql: `
      insert into issue_items (issue_id, comparison_id, position, featured) values (1, 1, 1, 1);
      insert into item_overrides (issue_id, comparison_id, pinned, position) values (2, 2, 1, 1);
      insert into subscribers (email, email_key, name, status, paused_until, created_at) values
        ('ada@verdicts.test', 'ada@verdicts.test', 'Ada', 'confirmed', null, ${AT}),
        ('ben@verdicts.test', 'ben@verdicts.test', null, 'confirmed', ${AT}, ${AT}),
        ('cleo@verdicts.test', 'cleo@verdicts.test', null, 'pending', null, ${AT}),
        ('dora@verdicts.test', 'dora@verdicts.test', null, 'unsubscribed', null, ${AT});
      insert into consent_events (subscriber_id, event, at, source) values
        (1, 'confirmed', ${AT}, 'form'), (2, 'imported', ${AT}, 'list.csv');
      delete from subscribers where email = 'dora@verdicts.test';
      insert into suppressions (key, reason, at) values ('eve@verdicts.test', 'complained', ${AT});
      insert into batches (issue_id, number, status, size, submitted, idempotency_key, body_hash, attempts, first_attempt_at)
        values (1, 1, 'open', 2, 1, 'f0f0-1', '${HASH}', 1, ${AT});
      insert into deliveries (issue_id, subscriber_id, batch_number, status, provider_id, updated_at) values
        (1, 1, 1, 'submitted', 're_1', ${AT}), (1, 2, 1, 'submitted', null, ${AT}),
        (1, 3, 1, 'rejected', null, ${AT}), (1, null, 1, 'excluded', null, ${AT});
      update batches set recipients = '[1,2]', next_attempt_at = ${AT}, status = 'taken', lease_owner = 'one',
        lease_expires_at = ${AT}, last_problem = 'A timeout.';
      update issues set finished_at = ${AT}, paused_until = ${AT} where slot = '2026-W47';
      insert into consent_events (subscriber_id, event, at, source, slot) values
        (2, 'unsubscribed', ${AT}, 'issue', '2026-W47');`,
  },
  {
    since: 0,
    until: 11,
    sql: `
      update issues set edited_preheader = 'My own', edited_intro = 'Hello.' where slot = '2026-W48';
      update issues set audience_cursor = 2, audience_frozen_at = ${AT} where slot = '2026-W47';`,
  },
  {
    since: 2,
    sql: `
      insert into provider_events (id, type, occurred_at, received_at, provider_id, delivery_id) values
        ('evt_1', 'email.delivered', ${AT}, ${AT}, 're_1', 1);
      insert into request_pace (id, per_second, learned_at) values (1, 5, ${AT});
      insert into request_turns (at) values (${AT});
      update batches set counted_on = 20775, round = 1;
      update batches set finished_at = ${AT};
      update provider_events set report = '{}';
      update request_pace set blocked_until = ${AT};`,
  },
  { since: 2, until: 11, sql: 'update issues set delivered = 1 where id = 1;' },
  {
    since: 0,
    until: 13,
    sql: `
      update deliveries set code = 'invalid' where status = 'rejected';
      update deliveries set code = 'erased' where status = 'excluded';
      update deliveries set code = 'slow' where id = 2;`,
  },
  {
    since: 2,
    until: 13,
    sql: `
      update deliveries set event = 'delivered', event_at = ${AT} where id = 1;
      update deliveries set event = 'bounced', event_at = ${AT}, bounce = 'soft' where id = 2;`,
  },
  {
    since: 14,
    sql: `
      update deliveries set reject_code = 'invalid' where status = 'rejected';
      update deliveries set exclusion_reason = 'erased' where status = 'excluded';
      update deliveries set provider_state = 'delivered', provider_state_at = ${AT} where id = 1;
      update deliveries set provider_state = 'bounced', provider_state_at = ${AT}, bounce_kind = 'soft',
        bounce_code = 'slow' where id = 2;`,
  },
  {
    since: 3,
    sql: `
      insert into sign_ups (email, email_key, source, text_version, at) values
        ('fay@verdicts.test', 'fay@verdicts.test', 'form', '1', ${AT});
      insert into link_tokens (hash, subscriber_id, kind, created_at, expires_at) values
        ('${HASH}', 3, 'confirm', ${AT}, ${AT});
      insert into consent_events (subscriber_id, event, at, source, text_version, network_address, user_agent) values
        (3, 'requested', ${AT}, 'form', '1', '192.0.2.1', 'A browser');
      update sign_ups set name = 'Fay', network_address = '192.0.2.2', user_agent = 'Another browser';
      update link_tokens set used_at = ${AT};`,
  },
  {
    since: 3,
    until: 12,
    sql: `
      insert into letters (subscriber_id, throttle_key, kind, status, token, created_at) values
        (null, 'hmac:1', 'confirm', 'dropped', null, ${AT}), (3, 'hmac:1', 'confirm', 'open', 'a-token', ${AT}),
        (3, 'hmac:1', 'data', 'submitted', null, ${AT});
      update letters set status = 'taken', first_attempt_at = ${AT}, next_attempt_at = ${AT}, lease_expires_at = ${AT},
        last_problem = 'A timeout.' where status = 'open';
      delete from letters where status = 'submitted';`,
  },
  { since: 4, sql: `insert into rate_limits (key, points, expire) values ('network:1', 2, ${AT});` },
  {
    since: 5,
    sql: `
      update scheduler_watch set checks = 7, first_checked_at = ${AT}, checked_at = ${AT}, pattern = '0 9 * * 2',
        zone = 'UTC';`,
  },
  {
    since: 5,
    until: 12,
    sql: `
      insert into editor_notices (slot, event, occasion, facts, status, created_at) values
        ('2026-W46', 'skipped', 'Nothing new.', '{}', 'submitted', ${AT}),
        ('2026-W46', 'sent', '', '{}', 'submitted', ${AT});
      update editor_notices set status = 'taken', first_attempt_at = ${AT}, next_attempt_at = ${AT},
        lease_expires_at = ${AT}, last_problem = 'A timeout.' where event = 'skipped';`,
  },
  { since: 7, sql: `update issues set by_editor = 1 where slot = '2026-W46';` },
  { since: 8, sql: `update issues set transport = 'resend' where slot = '2026-W47';` },
  { since: 9, sql: `update sign_ups set wish = 'links';` },
  {
    since: 10,
    sql: `update sign_ups set network_key = 'hmac:2', turn = 3;`,
  },
  { since: 10, until: 12, sql: `update letters set network_key = 'hmac:2', turn = 4;` },
  {
    since: 11,
    sql: `
      insert into studio_sessions (hash, credential, created_at, seen_at, proved_at, network, browser) values
        ('${HASH}', '${HASH}', ${AT}, ${AT}, ${AT}, '192.0.2.1', 'Firefox on Linux');
      insert into studio_events (event, at, about) values ('sent', ${AT}, '2026-W47');`,
  },
  {
    since: 13,
    sql: `
      insert into outgoing_emails (kind, status, created_at, first_attempt_at, next_attempt_at, lease_expires_at,
          last_problem, subscriber_id, throttle_key, token, network_key, turn) values
        ('confirm', 'taken', ${AT}, ${AT}, ${AT}, ${AT}, 'A timeout.', 3, 'hmac:1', 'a-token', 'hmac:2', 4);
      insert into outgoing_emails (kind, status, created_at, slot, event, occasion, facts, earlier_id) values
        ('notice', 'open', ${AT}, '2026-W46', 'skipped', 'Nothing new.', '{}', 1);`,
  },
  {
    since: 17,
    sql: `
      insert into logos (hash, width, height, created_at, png) values ('${HASH}', 120, 30, ${AT}, x'89504e47');
      insert into looks (revision, updated_at, content) values (1, ${AT}, '{"tagline":"Two minutes"}');`,
  },
  {
    since: 18,
    sql: `
      insert into email_requests (email_id, transport, idempotency_key, body)
        select id, 'outbox', 'letter-1-0123456789abcdef', x'7b7d' from outgoing_emails where kind = 'confirm';`,
  },
  {
    since: 19,
    sql: `
      insert into owner_settings (revision, updated_at, updated_by, content) values (1, ${AT}, 'studio', '{"MIN_ITEMS":"2"}');`,
  },
  {
    since: 21,
    sql: `
      insert into comparison_corrections (comparison_id, path, source, corrected_at, source_changed_at) values
        (1, 'tools[0].pricing', '"€8"', ${AT}, ${AT}), (2, 'url', 'null', ${AT}, null);`,
  },
  {
    since: 22,
    sql: 'update item_overrides set left_out = 1 where issue_id = 2 and comparison_id = 2;',
  },
];

/**
 * Fills a database that has the migrations 0 to `migration` and no others, with a value in every column of every table. A
 * new table or column gets its values in the list above.
 *
 * @param migration The place of the latest in the list of all migrations.
 */
export function fillEveryTable(client: Database.Database, migration: number): void {
  const latest = Math.min(migration, MIGRATIONS.length - 1);
  for (const { since, until = latest, sql } of ROWS) if (since <= latest && latest <= until) client.exec(sql);
}

function sidesWithColumn(side: 'position' | 'side'): string {
  return `
    insert into comparison_sides (comparison_id, ${side}, tool_id, name, verdict, panel_share) values
      (1, 1, 1, 'Kiln', 'ship', 75), (1, 2, 2, 'Loom', 'split', 50);
    insert into reviews (comparison_id, ${side}, ordinal, reviewer, score, verdict, text) values
      (1, 1, 1, 'Builder', 80, 'ship', 'It holds.'), (1, 2, 1, 'Skeptic', null, null, 'It frays.');
    update comparison_sides set category = 'Kilns', tagline = 'Hot.', description = 'It burns.', ship_count = 3,
      skip_count = 1, community_share = 61, community_votes = 12, entry = 'Free', pricing = '€9', best_for = 'Clay'
      where ${side} = 1;`;
}
