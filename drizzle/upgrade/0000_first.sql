CREATE TABLE `comparison_holds` (
	`comparison_id` integer PRIMARY KEY NOT NULL,
	`reason` text,
	`held_at` integer NOT NULL,
	FOREIGN KEY (`comparison_id`) REFERENCES `comparisons`(`id`) ON UPDATE no action ON DELETE cascade,
	CONSTRAINT "comparison_holds_reason" CHECK("comparison_holds"."reason" is null or (typeof("comparison_holds"."reason") = 'text' and length(trim("comparison_holds"."reason")) > 0 and length("comparison_holds"."reason") <= 500)),
	CONSTRAINT "comparison_holds_held_at" CHECK("comparison_holds"."held_at" is null or (typeof("comparison_holds"."held_at") = 'integer' and "comparison_holds"."held_at" between 0 and 253402300799999))
);
--> statement-breakpoint
CREATE TABLE `comparison_sides` (
	`comparison_id` integer NOT NULL,
	`position` integer NOT NULL,
	`tool_id` integer NOT NULL,
	`name` text NOT NULL,
	`category` text,
	`tagline` text,
	`description` text,
	`verdict` text,
	`panel_share` integer,
	`ship_count` integer,
	`skip_count` integer,
	`community_share` integer,
	`community_votes` integer,
	`entry` text,
	`pricing` text,
	`best_for` text,
	PRIMARY KEY(`comparison_id`, `position`),
	FOREIGN KEY (`comparison_id`) REFERENCES `comparisons`(`id`) ON UPDATE no action ON DELETE cascade,
	FOREIGN KEY (`tool_id`) REFERENCES `tools`(`id`) ON UPDATE no action ON DELETE no action,
	CONSTRAINT "comparison_sides_position" CHECK("comparison_sides"."position" in (1, 2)),
	CONSTRAINT "comparison_sides_name" CHECK("comparison_sides"."name" is null or (typeof("comparison_sides"."name") = 'text' and length(trim("comparison_sides"."name")) > 0 and length("comparison_sides"."name") <= 200)),
	CONSTRAINT "comparison_sides_category" CHECK("comparison_sides"."category" is null or (typeof("comparison_sides"."category") = 'text' and length(trim("comparison_sides"."category")) > 0 and length("comparison_sides"."category") <= 500)),
	CONSTRAINT "comparison_sides_tagline" CHECK("comparison_sides"."tagline" is null or (typeof("comparison_sides"."tagline") = 'text' and length(trim("comparison_sides"."tagline")) > 0 and length("comparison_sides"."tagline") <= 500)),
	CONSTRAINT "comparison_sides_description" CHECK("comparison_sides"."description" is null or (typeof("comparison_sides"."description") = 'text' and length(trim("comparison_sides"."description")) > 0 and length("comparison_sides"."description") <= 20000)),
	CONSTRAINT "comparison_sides_verdict" CHECK("comparison_sides"."verdict" in ('ship', 'skip', 'split')),
	CONSTRAINT "comparison_sides_panel_share" CHECK("comparison_sides"."panel_share" is null or (typeof("comparison_sides"."panel_share") = 'integer' and "comparison_sides"."panel_share" between 0 and 100)),
	CONSTRAINT "comparison_sides_ship_count" CHECK("comparison_sides"."ship_count" is null or (typeof("comparison_sides"."ship_count") = 'integer' and "comparison_sides"."ship_count" >= 0)),
	CONSTRAINT "comparison_sides_skip_count" CHECK("comparison_sides"."skip_count" is null or (typeof("comparison_sides"."skip_count") = 'integer' and "comparison_sides"."skip_count" >= 0)),
	CONSTRAINT "comparison_sides_community_share" CHECK("comparison_sides"."community_share" is null or (typeof("comparison_sides"."community_share") = 'integer' and "comparison_sides"."community_share" between 0 and 100)),
	CONSTRAINT "comparison_sides_community_votes" CHECK("comparison_sides"."community_votes" is null or (typeof("comparison_sides"."community_votes") = 'integer' and "comparison_sides"."community_votes" >= 0)),
	CONSTRAINT "comparison_sides_entry" CHECK("comparison_sides"."entry" is null or (typeof("comparison_sides"."entry") = 'text' and length(trim("comparison_sides"."entry")) > 0 and length("comparison_sides"."entry") <= 500)),
	CONSTRAINT "comparison_sides_pricing" CHECK("comparison_sides"."pricing" is null or (typeof("comparison_sides"."pricing") = 'text' and length(trim("comparison_sides"."pricing")) > 0 and length("comparison_sides"."pricing") <= 500)),
	CONSTRAINT "comparison_sides_best_for" CHECK("comparison_sides"."best_for" is null or (typeof("comparison_sides"."best_for") = 'text' and length(trim("comparison_sides"."best_for")) > 0 and length("comparison_sides"."best_for") <= 500))
);
--> statement-breakpoint
CREATE INDEX `comparison_sides_by_tool` ON `comparison_sides` (`tool_id`);--> statement-breakpoint
CREATE UNIQUE INDEX `comparison_sides_two_tools` ON `comparison_sides` (`comparison_id`,`tool_id`);--> statement-breakpoint
CREATE TABLE `comparisons` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`slug` text NOT NULL,
	`url` text,
	`published_at` integer NOT NULL,
	`imported_at` integer NOT NULL,
	`updated_at` integer NOT NULL,
	CONSTRAINT "comparisons_slug" CHECK("comparisons"."slug" is null or (typeof("comparisons"."slug") = 'text' and length(trim("comparisons"."slug")) > 0 and length("comparisons"."slug") <= 200)),
	CONSTRAINT "comparisons_url" CHECK("comparisons"."url" is null or (("comparisons"."url" like 'https://%' or "comparisons"."url" like 'http://%') and length("comparisons"."url") <= 2000)),
	CONSTRAINT "comparisons_published_at" CHECK("comparisons"."published_at" is null or (typeof("comparisons"."published_at") = 'integer' and "comparisons"."published_at" between 0 and 253402300799999)),
	CONSTRAINT "comparisons_imported_at" CHECK("comparisons"."imported_at" is null or (typeof("comparisons"."imported_at") = 'integer' and "comparisons"."imported_at" between 0 and 253402300799999)),
	CONSTRAINT "comparisons_updated_at" CHECK("comparisons"."updated_at" is null or (typeof("comparisons"."updated_at") = 'integer' and "comparisons"."updated_at" between 0 and 253402300799999))
);
--> statement-breakpoint
CREATE UNIQUE INDEX `comparisons_slug_unique` ON `comparisons` (`slug`);--> statement-breakpoint
CREATE INDEX `comparisons_by_published_at` ON `comparisons` (`published_at`);--> statement-breakpoint
CREATE TABLE `reviews` (
	`comparison_id` integer NOT NULL,
	`position` integer NOT NULL,
	`ordinal` integer NOT NULL,
	`reviewer` text,
	`score` integer,
	`verdict` text,
	`text` text NOT NULL,
	PRIMARY KEY(`comparison_id`, `position`, `ordinal`),
	FOREIGN KEY (`comparison_id`,`position`) REFERENCES `comparison_sides`(`comparison_id`,`position`) ON UPDATE no action ON DELETE cascade,
	CONSTRAINT "reviews_ordinal" CHECK("reviews"."ordinal" between 1 and 50),
	CONSTRAINT "reviews_reviewer" CHECK("reviews"."reviewer" is null or (typeof("reviews"."reviewer") = 'text' and length(trim("reviews"."reviewer")) > 0 and length("reviews"."reviewer") <= 80)),
	CONSTRAINT "reviews_score" CHECK("reviews"."score" is null or (typeof("reviews"."score") = 'integer' and "reviews"."score" between 0 and 100)),
	CONSTRAINT "reviews_verdict" CHECK("reviews"."verdict" in ('ship', 'skip')),
	CONSTRAINT "reviews_text" CHECK("reviews"."text" is null or (typeof("reviews"."text") = 'text' and length(trim("reviews"."text")) > 0 and length("reviews"."text") <= 20000))
);
--> statement-breakpoint
CREATE TABLE `tools` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`key` text NOT NULL,
	`name` text NOT NULL,
	CONSTRAINT "tools_key" CHECK("tools"."key" is null or (typeof("tools"."key") = 'text' and length(trim("tools"."key")) > 0 and length("tools"."key") <= 200)),
	CONSTRAINT "tools_name" CHECK("tools"."name" is null or (typeof("tools"."name") = 'text' and length(trim("tools"."name")) > 0 and length("tools"."name") <= 200))
);
--> statement-breakpoint
CREATE UNIQUE INDEX `tools_key_unique` ON `tools` (`key`);--> statement-breakpoint
CREATE TABLE `batches` (
	`issue_id` integer NOT NULL,
	`number` integer NOT NULL,
	`status` text NOT NULL,
	`size` integer NOT NULL,
	`submitted` integer DEFAULT 0 NOT NULL,
	`rejected` integer DEFAULT 0 NOT NULL,
	`uncertain` integer DEFAULT 0 NOT NULL,
	`excluded` integer DEFAULT 0 NOT NULL,
	`idempotency_key` text,
	`recipients` text,
	`body_hash` text,
	`attempts` integer DEFAULT 0 NOT NULL,
	`first_attempt_at` integer,
	`next_attempt_at` integer,
	`lease_owner` text,
	`lease_expires_at` integer,
	`last_problem` text,
	PRIMARY KEY(`issue_id`, `number`),
	FOREIGN KEY (`issue_id`) REFERENCES `issues`(`id`) ON UPDATE no action ON DELETE no action,
	CONSTRAINT "batches_status" CHECK("batches"."status" in ('open', 'taken', 'done', 'uncertain')),
	CONSTRAINT "batches_size" CHECK("batches"."size" between 0 and 100),
	CONSTRAINT "batches_attempts" CHECK("batches"."attempts" is null or (typeof("batches"."attempts") = 'integer' and "batches"."attempts" >= 0)),
	CONSTRAINT "batches_counts" CHECK("batches"."submitted" >= 0 and "batches"."rejected" >= 0 and "batches"."uncertain" >= 0 and "batches"."excluded" >= 0 and "batches"."submitted" + "batches"."rejected" + "batches"."uncertain" + "batches"."excluded" <= "batches"."size"),
	CONSTRAINT "batches_lease" CHECK(("batches"."status" = 'taken') = ("batches"."lease_owner" is not null and "batches"."lease_expires_at" is not null)),
	CONSTRAINT "batches_body_hash" CHECK("batches"."body_hash" is null or length("batches"."body_hash") = 64)
);
--> statement-breakpoint
CREATE UNIQUE INDEX `batches_idempotency_key_unique` ON `batches` (`idempotency_key`);--> statement-breakpoint
CREATE INDEX `batches_unfinished` ON `batches` (`issue_id`,`status`,`number`) WHERE status in ('open', 'taken');--> statement-breakpoint
CREATE TABLE `deliveries` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`issue_id` integer NOT NULL,
	`subscriber_id` integer,
	`batch_number` integer NOT NULL,
	`status` text DEFAULT 'pending' NOT NULL,
	`provider_id` text,
	`code` text,
	`updated_at` integer NOT NULL,
	FOREIGN KEY (`issue_id`) REFERENCES `issues`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`subscriber_id`) REFERENCES `subscribers`(`id`) ON UPDATE no action ON DELETE set null,
	FOREIGN KEY (`issue_id`,`batch_number`) REFERENCES `batches`(`issue_id`,`number`) ON UPDATE no action ON DELETE no action,
	CONSTRAINT "deliveries_status" CHECK("deliveries"."status" in ('pending', 'submitted', 'rejected', 'uncertain', 'excluded')),
	CONSTRAINT "deliveries_updated_at" CHECK("deliveries"."updated_at" is null or (typeof("deliveries"."updated_at") = 'integer' and "deliveries"."updated_at" between 0 and 253402300799999))
);
--> statement-breakpoint
CREATE INDEX `deliveries_by_batch` ON `deliveries` (`issue_id`,`batch_number`);--> statement-breakpoint
CREATE UNIQUE INDEX `deliveries_once` ON `deliveries` (`subscriber_id`,`issue_id`);--> statement-breakpoint
CREATE TABLE `issue_items` (
	`issue_id` integer NOT NULL,
	`comparison_id` integer NOT NULL,
	`position` integer NOT NULL,
	`featured` integer NOT NULL,
	PRIMARY KEY(`issue_id`, `position`),
	FOREIGN KEY (`issue_id`) REFERENCES `issues`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`comparison_id`) REFERENCES `comparisons`(`id`) ON UPDATE no action ON DELETE no action,
	CONSTRAINT "issue_items_position" CHECK("issue_items"."position" >= 1),
	CONSTRAINT "issue_items_featured" CHECK("issue_items"."featured" in (0, 1))
);
--> statement-breakpoint
CREATE UNIQUE INDEX `issue_items_once` ON `issue_items` (`comparison_id`);--> statement-breakpoint
CREATE TABLE `issues` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`slot` text NOT NULL,
	`status` text NOT NULL,
	`reason` text,
	`revision` integer DEFAULT 0 NOT NULL,
	`edited_subject` text,
	`edited_preheader` text,
	`edited_intro` text,
	`scheduled_at` integer NOT NULL,
	`cut_off` integer,
	`frozen_at` integer,
	`sending_at` integer,
	`finished_at` integer,
	`paused_until` integer,
	`frozen` text,
	`frozen_subject` text,
	`freeze_id` text,
	`audience_cursor` integer,
	`audience_frozen_at` integer,
	`candidates` integer DEFAULT 0 NOT NULL,
	`prepared` integer DEFAULT 0 NOT NULL,
	`excluded_suppressed` integer DEFAULT 0 NOT NULL,
	`excluded_paused` integer DEFAULT 0 NOT NULL,
	`created_at` integer NOT NULL,
	CONSTRAINT "issues_slot" CHECK("issues"."slot" glob '[0-9][0-9][0-9][0-9]-W[0-5][0-9]'),
	CONSTRAINT "issues_status" CHECK("issues"."status" in ('draft', 'approved', 'sending', 'sent', 'skipped', 'held', 'paused', 'cancelled')),
	CONSTRAINT "issues_scheduled_at" CHECK("issues"."scheduled_at" is null or (typeof("issues"."scheduled_at") = 'integer' and "issues"."scheduled_at" between 0 and 253402300799999)),
	CONSTRAINT "issues_frozen" CHECK(not ("issues"."status" in ('approved', 'sending', 'paused', 'sent')) or ("issues"."frozen" is not null and "issues"."freeze_id" is not null and "issues"."frozen_at" is not null and "issues"."cut_off" is not null)),
	CONSTRAINT "issues_audience" CHECK("issues"."candidates" = "issues"."prepared" + "issues"."excluded_suppressed" + "issues"."excluded_paused"),
	CONSTRAINT "issues_prepared" CHECK("issues"."prepared" is null or (typeof("issues"."prepared") = 'integer' and "issues"."prepared" >= 0)),
	CONSTRAINT "issues_edited_subject" CHECK("issues"."edited_subject" is null or (typeof("issues"."edited_subject") = 'text' and length(trim("issues"."edited_subject")) > 0 and length("issues"."edited_subject") <= 500)),
	CONSTRAINT "issues_edited_preheader" CHECK("issues"."edited_preheader" is null or (typeof("issues"."edited_preheader") = 'text' and length(trim("issues"."edited_preheader")) > 0 and length("issues"."edited_preheader") <= 500)),
	CONSTRAINT "issues_edited_intro" CHECK("issues"."edited_intro" is null or (typeof("issues"."edited_intro") = 'text' and length(trim("issues"."edited_intro")) > 0 and length("issues"."edited_intro") <= 20000))
);
--> statement-breakpoint
CREATE UNIQUE INDEX `issues_slot_unique` ON `issues` (`slot`);--> statement-breakpoint
CREATE UNIQUE INDEX `issues_freeze_id_unique` ON `issues` (`freeze_id`);--> statement-breakpoint
CREATE TABLE `item_overrides` (
	`issue_id` integer NOT NULL,
	`comparison_id` integer NOT NULL,
	`pinned` integer DEFAULT false NOT NULL,
	`featured` integer DEFAULT false NOT NULL,
	`position` integer,
	PRIMARY KEY(`issue_id`, `comparison_id`),
	FOREIGN KEY (`issue_id`) REFERENCES `issues`(`id`) ON UPDATE no action ON DELETE cascade,
	FOREIGN KEY (`comparison_id`) REFERENCES `comparisons`(`id`) ON UPDATE no action ON DELETE cascade,
	CONSTRAINT "item_overrides_pinned" CHECK("item_overrides"."pinned" in (0, 1)),
	CONSTRAINT "item_overrides_featured" CHECK("item_overrides"."featured" in (0, 1)),
	CONSTRAINT "item_overrides_position" CHECK("item_overrides"."position" is null or "item_overrides"."position" >= 1)
);
--> statement-breakpoint
CREATE INDEX `item_overrides_by_comparison` ON `item_overrides` (`comparison_id`);--> statement-breakpoint
CREATE TABLE `consent_events` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`subscriber_id` integer NOT NULL,
	`event` text NOT NULL,
	`at` integer NOT NULL,
	`source` text NOT NULL,
	`slot` text,
	FOREIGN KEY (`subscriber_id`) REFERENCES `subscribers`(`id`) ON UPDATE no action ON DELETE cascade,
	CONSTRAINT "consent_events_event" CHECK("consent_events"."event" in ('requested', 'confirmed', 'imported', 'added', 'unsubscribed', 'resubscribed')),
	CONSTRAINT "consent_events_at" CHECK("consent_events"."at" is null or (typeof("consent_events"."at") = 'integer' and "consent_events"."at" between 0 and 253402300799999)),
	CONSTRAINT "consent_events_source" CHECK("consent_events"."source" is null or (typeof("consent_events"."source") = 'text' and length(trim("consent_events"."source")) > 0 and length("consent_events"."source") <= 500))
);
--> statement-breakpoint
CREATE INDEX `consent_events_by_subscriber` ON `consent_events` (`subscriber_id`);--> statement-breakpoint
CREATE TABLE `subscribers` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`email` text NOT NULL,
	`email_key` text NOT NULL,
	`name` text,
	`status` text NOT NULL,
	`paused_until` integer,
	`created_at` integer NOT NULL,
	CONSTRAINT "subscribers_email" CHECK("subscribers"."email" is null or (typeof("subscribers"."email") = 'text' and length(trim("subscribers"."email")) > 0 and length("subscribers"."email") <= 320)),
	CONSTRAINT "subscribers_email_key" CHECK("subscribers"."email_key" is null or (typeof("subscribers"."email_key") = 'text' and length(trim("subscribers"."email_key")) > 0 and length("subscribers"."email_key") <= 254)),
	CONSTRAINT "subscribers_name" CHECK("subscribers"."name" is null or (typeof("subscribers"."name") = 'text' and length(trim("subscribers"."name")) > 0 and length("subscribers"."name") <= 200)),
	CONSTRAINT "subscribers_status" CHECK("subscribers"."status" in ('pending', 'confirmed', 'unsubscribed')),
	CONSTRAINT "subscribers_paused_until" CHECK("subscribers"."paused_until" is null or (typeof("subscribers"."paused_until") = 'integer' and "subscribers"."paused_until" between 0 and 253402300799999)),
	CONSTRAINT "subscribers_created_at" CHECK("subscribers"."created_at" is null or (typeof("subscribers"."created_at") = 'integer' and "subscribers"."created_at" between 0 and 253402300799999))
);
--> statement-breakpoint
CREATE UNIQUE INDEX `subscribers_email_key_unique` ON `subscribers` (`email_key`);--> statement-breakpoint
CREATE TABLE `suppressions` (
	`key` text PRIMARY KEY NOT NULL,
	`reason` text NOT NULL,
	`at` integer NOT NULL,
	CONSTRAINT "suppressions_key" CHECK("suppressions"."key" is null or (typeof("suppressions"."key") = 'text' and length(trim("suppressions"."key")) > 0 and length("suppressions"."key") <= 254)),
	CONSTRAINT "suppressions_reason" CHECK("suppressions"."reason" in ('bounced', 'complained', 'erased')),
	CONSTRAINT "suppressions_at" CHECK("suppressions"."at" is null or (typeof("suppressions"."at") = 'integer' and "suppressions"."at" between 0 and 253402300799999))
);
