CREATE TABLE `audiences` (
	`issue_id` integer PRIMARY KEY NOT NULL,
	`last_subscriber_id` integer DEFAULT 0 NOT NULL,
	`fixed_at` integer,
	`candidates` integer DEFAULT 0 NOT NULL,
	`included` integer DEFAULT 0 NOT NULL,
	`excluded_suppressed` integer DEFAULT 0 NOT NULL,
	`excluded_paused` integer DEFAULT 0 NOT NULL,
	FOREIGN KEY (`issue_id`) REFERENCES `issues`(`id`) ON UPDATE no action ON DELETE no action,
	CONSTRAINT "audiences_fixed_at" CHECK("audiences"."fixed_at" is null or (typeof("audiences"."fixed_at") = 'integer' and "audiences"."fixed_at" between 0 and 253402300799999)),
	CONSTRAINT "audiences_candidates" CHECK("audiences"."candidates" = "audiences"."included" + "audiences"."excluded_suppressed" + "audiences"."excluded_paused"),
	CONSTRAINT "audiences_included" CHECK("audiences"."included" is null or (typeof("audiences"."included") = 'integer' and "audiences"."included" >= 0))
);
--> statement-breakpoint
CREATE TABLE `frozen_copies` (
	`id` text PRIMARY KEY NOT NULL,
	`subject` text NOT NULL,
	`preheader` text NOT NULL,
	`cut_off` integer NOT NULL,
	`frozen_at` integer NOT NULL,
	`content` text NOT NULL,
	CONSTRAINT "frozen_copies_cut_off" CHECK("frozen_copies"."cut_off" is null or (typeof("frozen_copies"."cut_off") = 'integer' and "frozen_copies"."cut_off" between 0 and 253402300799999)),
	CONSTRAINT "frozen_copies_frozen_at" CHECK("frozen_copies"."frozen_at" is null or (typeof("frozen_copies"."frozen_at") = 'integer' and "frozen_copies"."frozen_at" between 0 and 253402300799999))
);
--> statement-breakpoint
CREATE TABLE `provider_counts` (
	`issue_id` integer PRIMARY KEY NOT NULL,
	`delayed` integer DEFAULT 0 NOT NULL,
	`delivered` integer DEFAULT 0 NOT NULL,
	`bounced` integer DEFAULT 0 NOT NULL,
	`complained` integer DEFAULT 0 NOT NULL,
	FOREIGN KEY (`issue_id`) REFERENCES `issues`(`id`) ON UPDATE no action ON DELETE no action,
	CONSTRAINT "provider_counts_delayed" CHECK("provider_counts"."delayed" is null or (typeof("provider_counts"."delayed") = 'integer' and "provider_counts"."delayed" >= 0)),
	CONSTRAINT "provider_counts_delivered" CHECK("provider_counts"."delivered" is null or (typeof("provider_counts"."delivered") = 'integer' and "provider_counts"."delivered" >= 0)),
	CONSTRAINT "provider_counts_bounced" CHECK("provider_counts"."bounced" is null or (typeof("provider_counts"."bounced") = 'integer' and "provider_counts"."bounced" >= 0)),
	CONSTRAINT "provider_counts_complained" CHECK("provider_counts"."complained" is null or (typeof("provider_counts"."complained") = 'integer' and "provider_counts"."complained" >= 0))
);
--> statement-breakpoint
CREATE TABLE `text_overrides` (
	`issue_id` integer PRIMARY KEY NOT NULL,
	`subject` text,
	`preheader` text,
	`intro` text,
	FOREIGN KEY (`issue_id`) REFERENCES `issues`(`id`) ON UPDATE no action ON DELETE cascade,
	CONSTRAINT "text_overrides_subject" CHECK("text_overrides"."subject" is null or (typeof("text_overrides"."subject") = 'text' and length(trim("text_overrides"."subject")) > 0 and length("text_overrides"."subject") <= 500)),
	CONSTRAINT "text_overrides_preheader" CHECK("text_overrides"."preheader" is null or (typeof("text_overrides"."preheader") = 'text' and length(trim("text_overrides"."preheader")) > 0 and length("text_overrides"."preheader") <= 500)),
	CONSTRAINT "text_overrides_intro" CHECK("text_overrides"."intro" is null or (typeof("text_overrides"."intro") = 'text' and length(trim("text_overrides"."intro")) > 0 and length("text_overrides"."intro") <= 20000))
);
--> statement-breakpoint
CREATE TABLE `__new_issues` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`slot` text NOT NULL,
	`status` text NOT NULL,
	`reason` text,
	`by_editor` integer DEFAULT false NOT NULL,
	`revision` integer DEFAULT 0 NOT NULL,
	`freeze_id` text,
	`transport` text,
	`created_at` integer NOT NULL,
	`scheduled_at` integer NOT NULL,
	`sending_at` integer,
	`paused_until` integer,
	`finished_at` integer,
	FOREIGN KEY (`freeze_id`) REFERENCES `frozen_copies`(`id`) ON UPDATE no action ON DELETE no action,
	CONSTRAINT "issues_slot" CHECK("__new_issues"."slot" glob '[0-9][0-9][0-9][0-9]-W[0-5][0-9]'),
	CONSTRAINT "issues_status" CHECK("__new_issues"."status" in ('draft', 'approved', 'sending', 'sent', 'skipped', 'held', 'paused', 'cancelled')),
	CONSTRAINT "issues_scheduled_at" CHECK("__new_issues"."scheduled_at" is null or (typeof("__new_issues"."scheduled_at") = 'integer' and "__new_issues"."scheduled_at" between 0 and 253402300799999)),
	CONSTRAINT "issues_frozen" CHECK(not ("__new_issues"."status" in ('approved', 'sending', 'sent', 'paused')) or "__new_issues"."freeze_id" is not null),
	CONSTRAINT "issues_by_editor" CHECK("__new_issues"."by_editor" in (0, 1))
);
--> statement-breakpoint
INSERT INTO `text_overrides` (`issue_id`, `subject`, `preheader`, `intro`)
SELECT `id`, `edited_subject`, `edited_preheader`, `edited_intro` FROM `issues`
WHERE coalesce(`edited_subject`, `edited_preheader`, `edited_intro`) IS NOT NULL;
--> statement-breakpoint
INSERT INTO `frozen_copies` (`id`, `subject`, `preheader`, `cut_off`, `frozen_at`, `content`)
SELECT `freeze_id`, coalesce(`frozen_subject`, iif(json_valid(`frozen`), json_extract(`frozen`, '$.subject'), NULL), ''),
	coalesce(iif(json_valid(`frozen`), json_extract(`frozen`, '$.preheader'), NULL), ''), `cut_off`, `frozen_at`, `frozen`
FROM `issues`
WHERE `freeze_id` IS NOT NULL AND `cut_off` IS NOT NULL AND `frozen_at` IS NOT NULL AND `frozen` IS NOT NULL;
--> statement-breakpoint
INSERT INTO `audiences` (`issue_id`, `last_subscriber_id`, `fixed_at`, `candidates`, `included`, `excluded_suppressed`,
	`excluded_paused`)
SELECT `id`, coalesce(`audience_cursor`, 0), `audience_frozen_at`, `candidates`, `prepared`, `excluded_suppressed`,
	`excluded_paused`
FROM `issues` WHERE `audience_cursor` IS NOT NULL OR `audience_frozen_at` IS NOT NULL OR `candidates` > 0;
--> statement-breakpoint
INSERT INTO `provider_counts` (`issue_id`, `delayed`, `delivered`, `bounced`, `complained`)
SELECT `id`, `delayed`, `delivered`, `bounced`, `complained` FROM `issues`
WHERE `delayed` > 0 OR `delivered` > 0 OR `bounced` > 0 OR `complained` > 0;
--> statement-breakpoint
INSERT INTO `__new_issues` (
	`id`, `slot`, `status`, `reason`, `by_editor`, `revision`, `freeze_id`, `transport`, `created_at`, `scheduled_at`,
	`sending_at`, `paused_until`, `finished_at`
) SELECT `id`, `slot`, `status`, `reason`, `by_editor`, `revision`,
	(SELECT `id` FROM `frozen_copies` WHERE `id` = `issues`.`freeze_id`), `transport`, `created_at`, `scheduled_at`,
	`sending_at`, `paused_until`, `finished_at`
FROM `issues`;--> statement-breakpoint
DROP TABLE `issues`;--> statement-breakpoint
ALTER TABLE `__new_issues` RENAME TO `issues`;--> statement-breakpoint
CREATE UNIQUE INDEX `issues_slot_unique` ON `issues` (`slot`);--> statement-breakpoint
CREATE UNIQUE INDEX `issues_freeze_id_unique` ON `issues` (`freeze_id`);