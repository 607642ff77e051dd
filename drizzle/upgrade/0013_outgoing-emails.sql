CREATE TABLE `outgoing_emails` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`kind` text NOT NULL,
	`status` text NOT NULL,
	`created_at` integer NOT NULL,
	`attempts` integer DEFAULT 0 NOT NULL,
	`first_attempt_at` integer,
	`next_attempt_at` integer,
	`lease_expires_at` integer,
	`last_problem` text,
	`subscriber_id` integer,
	`throttle_key` text,
	`token` text,
	`network_key` text,
	`turn` integer,
	`slot` text,
	`event` text,
	`occasion` text,
	`facts` text,
	`earlier_id` integer,
	FOREIGN KEY (`subscriber_id`) REFERENCES `subscribers`(`id`) ON UPDATE no action ON DELETE set null,
	CONSTRAINT "outgoing_emails_kind" CHECK("outgoing_emails"."kind" in ('confirm', 'data', 'notice')),
	CONSTRAINT "outgoing_emails_status" CHECK("outgoing_emails"."status" in ('open', 'taken', 'submitted', 'dropped')),
	CONSTRAINT "outgoing_emails_created_at" CHECK("outgoing_emails"."created_at" is null or (typeof("outgoing_emails"."created_at") = 'integer' and "outgoing_emails"."created_at" between 0 and 253402300799999)),
	CONSTRAINT "outgoing_emails_attempts" CHECK("outgoing_emails"."attempts" is null or (typeof("outgoing_emails"."attempts") = 'integer' and "outgoing_emails"."attempts" >= 0)),
	CONSTRAINT "outgoing_emails_first_attempt_at" CHECK("outgoing_emails"."first_attempt_at" is null or (typeof("outgoing_emails"."first_attempt_at") = 'integer' and "outgoing_emails"."first_attempt_at" between 0 and 253402300799999)),
	CONSTRAINT "outgoing_emails_next_attempt_at" CHECK("outgoing_emails"."next_attempt_at" is null or (typeof("outgoing_emails"."next_attempt_at") = 'integer' and "outgoing_emails"."next_attempt_at" between 0 and 253402300799999)),
	CONSTRAINT "outgoing_emails_lease" CHECK(("outgoing_emails"."status" = 'taken') = ("outgoing_emails"."lease_expires_at" is not null)),
	CONSTRAINT "outgoing_emails_throttle_key" CHECK("outgoing_emails"."throttle_key" is null or (typeof("outgoing_emails"."throttle_key") = 'text' and length(trim("outgoing_emails"."throttle_key")) > 0 and length("outgoing_emails"."throttle_key") <= 100)),
	CONSTRAINT "outgoing_emails_slot" CHECK("outgoing_emails"."slot" is null or (typeof("outgoing_emails"."slot") = 'text' and length(trim("outgoing_emails"."slot")) > 0 and length("outgoing_emails"."slot") <= 8)),
	CONSTRAINT "outgoing_emails_event" CHECK("outgoing_emails"."event" in ('draft', 'skipped', 'held', 'failed', 'paused', 'sent', 'recovered')),
	CONSTRAINT "outgoing_emails_token" CHECK(("outgoing_emails"."kind" <> 'notice' and "outgoing_emails"."status" in ('open', 'taken')) = ("outgoing_emails"."token" is not null)),
	CONSTRAINT "outgoing_emails_columns" CHECK(case "outgoing_emails"."kind" when 'notice' then
        "outgoing_emails"."slot" is not null and "outgoing_emails"."event" is not null and "outgoing_emails"."occasion" is not null and "outgoing_emails"."facts" is not null
        and coalesce("outgoing_emails"."subscriber_id", "outgoing_emails"."throttle_key", "outgoing_emails"."network_key", "outgoing_emails"."turn") is null
      else
        "outgoing_emails"."throttle_key" is not null and "outgoing_emails"."turn" is not null
        and coalesce("outgoing_emails"."slot", "outgoing_emails"."event", "outgoing_emails"."occasion", "outgoing_emails"."facts", "outgoing_emails"."earlier_id") is null
      end)
);
--> statement-breakpoint
-- A letter whose subscriber another program removed would be a broken reference under a new name.
INSERT INTO `outgoing_emails` (`id`, `kind`, `status`, `created_at`, `attempts`, `first_attempt_at`, `next_attempt_at`, `lease_expires_at`, `last_problem`, `subscriber_id`, `throttle_key`, `token`, `network_key`, `turn`)
SELECT `id`, `kind`, `status`, `created_at`, `attempts`, `first_attempt_at`, `next_attempt_at`, `lease_expires_at`, `last_problem`, (SELECT `id` FROM `subscribers` WHERE `id` = `letters`.`subscriber_id`), `throttle_key`, `token`, `network_key`, `turn` FROM `letters`;
--> statement-breakpoint
-- Behind every id that a letter ever had, because letters keep theirs.
INSERT INTO `outgoing_emails` (`id`, `kind`, `status`, `created_at`, `attempts`, `first_attempt_at`, `next_attempt_at`, `lease_expires_at`, `last_problem`, `slot`, `event`, `occasion`, `facts`, `earlier_id`)
SELECT `id` + coalesce((SELECT `seq` FROM `sqlite_sequence` WHERE `name` = 'letters'), 0), 'notice', `status`, `created_at`, `attempts`, `first_attempt_at`, `next_attempt_at`, `lease_expires_at`, `last_problem`, `slot`, `event`, `occasion`, `facts`, `id` FROM `editor_notices`;
--> statement-breakpoint
-- No later row gets an id that an idempotency key of either table has.
DELETE FROM `sqlite_sequence` WHERE `name` = 'outgoing_emails';
--> statement-breakpoint
INSERT INTO `sqlite_sequence` (`name`, `seq`)
SELECT 'outgoing_emails', sum(`seq`) FROM `sqlite_sequence` WHERE `name` IN ('letters', 'editor_notices') HAVING count(*) > 0;
--> statement-breakpoint
CREATE INDEX `outgoing_emails_waiting` ON `outgoing_emails` (`turn`,`id`) WHERE status in ('open', 'taken');--> statement-breakpoint
CREATE INDEX `outgoing_emails_by_throttle_key` ON `outgoing_emails` (`throttle_key`,`created_at`);--> statement-breakpoint
CREATE INDEX `outgoing_emails_by_age` ON `outgoing_emails` (`created_at`) WHERE kind <> 'notice';--> statement-breakpoint
CREATE INDEX `outgoing_emails_by_subscriber` ON `outgoing_emails` (`subscriber_id`);--> statement-breakpoint
CREATE INDEX `outgoing_emails_by_network` ON `outgoing_emails` (`network_key`,`turn`) WHERE network_key is not null;--> statement-breakpoint
CREATE UNIQUE INDEX `outgoing_emails_notice_once` ON `outgoing_emails` (`slot`,`event`,`occasion`) WHERE kind = 'notice';--> statement-breakpoint
DROP TABLE `editor_notices`;--> statement-breakpoint
DROP TABLE `letters`;
