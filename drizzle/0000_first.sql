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
	`side` integer NOT NULL,
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
	PRIMARY KEY(`comparison_id`, `side`),
	FOREIGN KEY (`comparison_id`) REFERENCES `comparisons`(`id`) ON UPDATE no action ON DELETE cascade,
	FOREIGN KEY (`tool_id`) REFERENCES `tools`(`id`) ON UPDATE no action ON DELETE no action,
	CONSTRAINT "comparison_sides_side" CHECK("comparison_sides"."side" in (1, 2)),
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
	`side` integer NOT NULL,
	`ordinal` integer NOT NULL,
	`reviewer` text,
	`score` integer,
	`verdict` text,
	`text` text NOT NULL,
	PRIMARY KEY(`comparison_id`, `side`, `ordinal`),
	FOREIGN KEY (`comparison_id`,`side`) REFERENCES `comparison_sides`(`comparison_id`,`side`) ON UPDATE no action ON DELETE cascade,
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
	`counted_on` integer,
	`finished_at` integer,
	`round` integer DEFAULT 0 NOT NULL,
	`possibly_accepted` integer DEFAULT false NOT NULL,
	PRIMARY KEY(`issue_id`, `number`),
	FOREIGN KEY (`issue_id`) REFERENCES `issues`(`id`) ON UPDATE no action ON DELETE no action,
	CONSTRAINT "batches_counted_on" CHECK("batches"."counted_on" is null or (typeof("batches"."counted_on") = 'integer' and "batches"."counted_on" >= 0)),
	CONSTRAINT "batches_round" CHECK("batches"."round" is null or (typeof("batches"."round") = 'integer' and "batches"."round" >= 0)),
	CONSTRAINT "batches_finished_at" CHECK("batches"."finished_at" is null or (typeof("batches"."finished_at") = 'integer' and "batches"."finished_at" between 0 and 253402300799999)),
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
CREATE INDEX `batches_counts` ON `batches` (`issue_id`,`size`,`submitted`,`rejected`,`uncertain`,`excluded`);--> statement-breakpoint
CREATE INDEX `batches_by_day` ON `batches` (`counted_on`) WHERE counted_on is not null;--> statement-breakpoint
CREATE TABLE `deliveries` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`issue_id` integer NOT NULL,
	`subscriber_id` integer,
	`batch_number` integer NOT NULL,
	`status` text DEFAULT 'pending' NOT NULL,
	`provider_id` text,
	`reject_code` text,
	`exclusion_reason` text,
	`updated_at` integer NOT NULL,
	`provider_state` text,
	`provider_state_at` integer,
	`bounce_kind` text,
	`bounce_code` text,
	FOREIGN KEY (`issue_id`) REFERENCES `issues`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`subscriber_id`) REFERENCES `subscribers`(`id`) ON UPDATE no action ON DELETE set null,
	FOREIGN KEY (`issue_id`,`batch_number`) REFERENCES `batches`(`issue_id`,`number`) ON UPDATE no action ON DELETE no action,
	CONSTRAINT "deliveries_provider_state" CHECK("deliveries"."provider_state" is null or "deliveries"."provider_state" in ('delayed', 'delivered', 'bounced', 'complained')),
	CONSTRAINT "deliveries_provider_state_at" CHECK("deliveries"."provider_state_at" is null or (typeof("deliveries"."provider_state_at") = 'integer' and "deliveries"."provider_state_at" between 0 and 253402300799999)),
	CONSTRAINT "deliveries_bounce_kind" CHECK("deliveries"."bounce_kind" is null or "deliveries"."bounce_kind" in ('hard', 'soft')),
	CONSTRAINT "deliveries_status" CHECK("deliveries"."status" in ('pending', 'submitted', 'rejected', 'uncertain', 'excluded')),
	CONSTRAINT "deliveries_updated_at" CHECK("deliveries"."updated_at" is null or (typeof("deliveries"."updated_at") = 'integer' and "deliveries"."updated_at" between 0 and 253402300799999))
);
--> statement-breakpoint
CREATE INDEX `deliveries_by_batch` ON `deliveries` (`issue_id`,`batch_number`);--> statement-breakpoint
CREATE INDEX `deliveries_by_provider_id` ON `deliveries` (`provider_id`) WHERE provider_id is not null;--> statement-breakpoint
CREATE INDEX `deliveries_not_submitted` ON `deliveries` (`issue_id`,`status`,`reject_code`,`exclusion_reason`) WHERE status not in ('pending', 'submitted');--> statement-breakpoint
CREATE INDEX `deliveries_bounced_or_complained` ON `deliveries` (`issue_id`,`provider_state`,`bounce_kind`,`bounce_code`) WHERE provider_state in ('bounced', 'complained');--> statement-breakpoint
CREATE UNIQUE INDEX `deliveries_once` ON `deliveries` (`subscriber_id`,`issue_id`);--> statement-breakpoint
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
	CONSTRAINT "issues_slot" CHECK("issues"."slot" glob '[0-9][0-9][0-9][0-9]-W[0-5][0-9]'),
	CONSTRAINT "issues_status" CHECK("issues"."status" in ('draft', 'approved', 'sending', 'sent', 'skipped', 'held', 'paused', 'cancelled')),
	CONSTRAINT "issues_scheduled_at" CHECK("issues"."scheduled_at" is null or (typeof("issues"."scheduled_at") = 'integer' and "issues"."scheduled_at" between 0 and 253402300799999)),
	CONSTRAINT "issues_frozen" CHECK(not ("issues"."status" in ('approved', 'sending', 'sent', 'paused')) or "issues"."freeze_id" is not null),
	CONSTRAINT "issues_by_editor" CHECK("issues"."by_editor" in (0, 1))
);
--> statement-breakpoint
CREATE UNIQUE INDEX `issues_slot_unique` ON `issues` (`slot`);--> statement-breakpoint
CREATE UNIQUE INDEX `issues_freeze_id_unique` ON `issues` (`freeze_id`);--> statement-breakpoint
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
CREATE INDEX `outgoing_emails_waiting` ON `outgoing_emails` (`turn`,`id`) WHERE status in ('open', 'taken');--> statement-breakpoint
CREATE INDEX `outgoing_emails_by_throttle_key` ON `outgoing_emails` (`throttle_key`,`created_at`);--> statement-breakpoint
CREATE INDEX `outgoing_emails_by_age` ON `outgoing_emails` (`created_at`) WHERE kind <> 'notice';--> statement-breakpoint
CREATE INDEX `outgoing_emails_by_subscriber` ON `outgoing_emails` (`subscriber_id`);--> statement-breakpoint
CREATE INDEX `outgoing_emails_by_network` ON `outgoing_emails` (`network_key`,`turn`) WHERE network_key is not null;--> statement-breakpoint
CREATE UNIQUE INDEX `outgoing_emails_notice_once` ON `outgoing_emails` (`slot`,`event`,`occasion`) WHERE kind = 'notice';--> statement-breakpoint
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
CREATE TABLE `provider_events` (
	`id` text PRIMARY KEY NOT NULL,
	`type` text NOT NULL,
	`occurred_at` integer NOT NULL,
	`received_at` integer NOT NULL,
	`provider_id` text,
	`delivery_id` integer,
	`report` text,
	CONSTRAINT "provider_events_id" CHECK("provider_events"."id" is null or (typeof("provider_events"."id") = 'text' and length(trim("provider_events"."id")) > 0 and length("provider_events"."id") <= 256)),
	CONSTRAINT "provider_events_type" CHECK("provider_events"."type" is null or (typeof("provider_events"."type") = 'text' and length(trim("provider_events"."type")) > 0 and length("provider_events"."type") <= 100)),
	CONSTRAINT "provider_events_occurred_at" CHECK("provider_events"."occurred_at" is null or (typeof("provider_events"."occurred_at") = 'integer' and "provider_events"."occurred_at" between 0 and 253402300799999)),
	CONSTRAINT "provider_events_received_at" CHECK("provider_events"."received_at" is null or (typeof("provider_events"."received_at") = 'integer' and "provider_events"."received_at" between 0 and 253402300799999))
);
--> statement-breakpoint
CREATE INDEX `provider_events_by_age` ON `provider_events` (`received_at`);--> statement-breakpoint
CREATE INDEX `provider_events_unmatched` ON `provider_events` (`provider_id`) WHERE delivery_id is null and provider_id is not null;--> statement-breakpoint
CREATE TABLE `request_pace` (
	`id` integer PRIMARY KEY NOT NULL,
	`per_second` integer,
	`learned_at` integer,
	`blocked_until` integer,
	CONSTRAINT "request_pace_one_row" CHECK("request_pace"."id" = 1),
	CONSTRAINT "request_pace_per_second" CHECK("request_pace"."per_second" is null or "request_pace"."per_second" >= 1),
	CONSTRAINT "request_pace_learned_at" CHECK("request_pace"."learned_at" is null or (typeof("request_pace"."learned_at") = 'integer' and "request_pace"."learned_at" between 0 and 253402300799999)),
	CONSTRAINT "request_pace_blocked_until" CHECK("request_pace"."blocked_until" is null or (typeof("request_pace"."blocked_until") = 'integer' and "request_pace"."blocked_until" between 0 and 253402300799999))
);
--> statement-breakpoint
CREATE TABLE `request_turns` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`at` integer NOT NULL,
	CONSTRAINT "request_turns_at" CHECK("request_turns"."at" is null or (typeof("request_turns"."at") = 'integer' and "request_turns"."at" between 0 and 253402300799999))
);
--> statement-breakpoint
CREATE TABLE `rate_limits` (
	`key` text PRIMARY KEY NOT NULL,
	`points` integer DEFAULT 0 NOT NULL,
	`expire` integer,
	CONSTRAINT "rate_limits_key" CHECK("rate_limits"."key" is null or (typeof("rate_limits"."key") = 'text' and length(trim("rate_limits"."key")) > 0 and length("rate_limits"."key") <= 100)),
	CONSTRAINT "rate_limits_points" CHECK("rate_limits"."points" is null or (typeof("rate_limits"."points") = 'integer' and "rate_limits"."points" >= 0)),
	CONSTRAINT "rate_limits_expire" CHECK("rate_limits"."expire" is null or (typeof("rate_limits"."expire") = 'integer' and "rate_limits"."expire" between 0 and 253402300799999))
);
--> statement-breakpoint
CREATE INDEX `rate_limits_by_end` ON `rate_limits` (`expire`);--> statement-breakpoint
CREATE TABLE `scheduler_watch` (
	`id` integer PRIMARY KEY NOT NULL,
	`database` text NOT NULL,
	`checks` integer DEFAULT 0 NOT NULL,
	`first_checked_at` integer,
	`checked_at` integer,
	`pattern` text,
	`zone` text,
	`made_at` integer,
	`since` integer NOT NULL,
	`because` text NOT NULL,
	CONSTRAINT "scheduler_watch_one_row" CHECK("scheduler_watch"."id" = 1),
	CONSTRAINT "scheduler_watch_checks" CHECK("scheduler_watch"."checks" is null or (typeof("scheduler_watch"."checks") = 'integer' and "scheduler_watch"."checks" >= 0)),
	CONSTRAINT "scheduler_watch_first_checked_at" CHECK("scheduler_watch"."first_checked_at" is null or (typeof("scheduler_watch"."first_checked_at") = 'integer' and "scheduler_watch"."first_checked_at" between 0 and 253402300799999)),
	CONSTRAINT "scheduler_watch_checked_at" CHECK("scheduler_watch"."checked_at" is null or (typeof("scheduler_watch"."checked_at") = 'integer' and "scheduler_watch"."checked_at" between 0 and 253402300799999)),
	CONSTRAINT "scheduler_watch_since" CHECK("scheduler_watch"."since" is null or (typeof("scheduler_watch"."since") = 'integer' and "scheduler_watch"."since" between 0 and 253402300799999)),
	CONSTRAINT "scheduler_watch_because" CHECK("scheduler_watch"."because" in ('made', 'restored', 'schedule'))
);
--> statement-breakpoint
CREATE TABLE `link_tokens` (
	`hash` text PRIMARY KEY NOT NULL,
	`subscriber_id` integer NOT NULL,
	`kind` text NOT NULL,
	`created_at` integer NOT NULL,
	`expires_at` integer NOT NULL,
	`used_at` integer,
	FOREIGN KEY (`subscriber_id`) REFERENCES `subscribers`(`id`) ON UPDATE no action ON DELETE cascade,
	CONSTRAINT "link_tokens_hash" CHECK(length("link_tokens"."hash") = 64),
	CONSTRAINT "link_tokens_kind" CHECK("link_tokens"."kind" in ('confirm', 'data')),
	CONSTRAINT "link_tokens_created_at" CHECK("link_tokens"."created_at" is null or (typeof("link_tokens"."created_at") = 'integer' and "link_tokens"."created_at" between 0 and 253402300799999)),
	CONSTRAINT "link_tokens_expires_at" CHECK("link_tokens"."expires_at" is null or (typeof("link_tokens"."expires_at") = 'integer' and "link_tokens"."expires_at" between 0 and 253402300799999)),
	CONSTRAINT "link_tokens_used_at" CHECK("link_tokens"."used_at" is null or (typeof("link_tokens"."used_at") = 'integer' and "link_tokens"."used_at" between 0 and 253402300799999))
);
--> statement-breakpoint
CREATE INDEX `link_tokens_by_subscriber` ON `link_tokens` (`subscriber_id`);--> statement-breakpoint
CREATE INDEX `link_tokens_by_end` ON `link_tokens` (`expires_at`);--> statement-breakpoint
CREATE TABLE `sign_ups` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`email` text NOT NULL,
	`email_key` text NOT NULL,
	`name` text,
	`source` text NOT NULL,
	`text_version` text NOT NULL,
	`network_address` text,
	`user_agent` text,
	`at` integer NOT NULL,
	`wish` text DEFAULT 'subscription' NOT NULL,
	`network_key` text,
	`turn` integer DEFAULT 0 NOT NULL,
	CONSTRAINT "sign_ups_email" CHECK("sign_ups"."email" is null or (typeof("sign_ups"."email") = 'text' and length(trim("sign_ups"."email")) > 0 and length("sign_ups"."email") <= 320)),
	CONSTRAINT "sign_ups_email_key" CHECK("sign_ups"."email_key" is null or (typeof("sign_ups"."email_key") = 'text' and length(trim("sign_ups"."email_key")) > 0 and length("sign_ups"."email_key") <= 254)),
	CONSTRAINT "sign_ups_name" CHECK("sign_ups"."name" is null or (typeof("sign_ups"."name") = 'text' and length(trim("sign_ups"."name")) > 0 and length("sign_ups"."name") <= 200)),
	CONSTRAINT "sign_ups_source" CHECK("sign_ups"."source" is null or (typeof("sign_ups"."source") = 'text' and length(trim("sign_ups"."source")) > 0 and length("sign_ups"."source") <= 500)),
	CONSTRAINT "sign_ups_text_version" CHECK("sign_ups"."text_version" is null or (typeof("sign_ups"."text_version") = 'text' and length(trim("sign_ups"."text_version")) > 0 and length("sign_ups"."text_version") <= 50)),
	CONSTRAINT "sign_ups_network_address" CHECK("sign_ups"."network_address" is null or (typeof("sign_ups"."network_address") = 'text' and length(trim("sign_ups"."network_address")) > 0 and length("sign_ups"."network_address") <= 45)),
	CONSTRAINT "sign_ups_user_agent" CHECK("sign_ups"."user_agent" is null or (typeof("sign_ups"."user_agent") = 'text' and length(trim("sign_ups"."user_agent")) > 0 and length("sign_ups"."user_agent") <= 500)),
	CONSTRAINT "sign_ups_at" CHECK("sign_ups"."at" is null or (typeof("sign_ups"."at") = 'integer' and "sign_ups"."at" between 0 and 253402300799999))
);
--> statement-breakpoint
CREATE INDEX `sign_ups_by_turn` ON `sign_ups` (`turn`,`network_key`,`at`);--> statement-breakpoint
CREATE INDEX `sign_ups_by_network` ON `sign_ups` (`network_key`,`turn`);--> statement-breakpoint
CREATE TABLE `studio_events` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`event` text NOT NULL,
	`at` integer NOT NULL,
	`about` text,
	CONSTRAINT "studio_events_event" CHECK("studio_events"."event" in ('signed-in', 'refused', 'signed-out', 'session-ended', 'exported', 'erased', 'approved', 'sent', 'test-sent', 'resumed', 'settings-changed')),
	CONSTRAINT "studio_events_at" CHECK("studio_events"."at" is null or (typeof("studio_events"."at") = 'integer' and "studio_events"."at" between 0 and 253402300799999)),
	CONSTRAINT "studio_events_about" CHECK("studio_events"."about" is null or (typeof("studio_events"."about") = 'text' and length(trim("studio_events"."about")) > 0 and length("studio_events"."about") <= 100))
);
--> statement-breakpoint
CREATE INDEX `studio_events_by_time` ON `studio_events` (`at`);--> statement-breakpoint
CREATE TABLE `studio_sessions` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`hash` text NOT NULL,
	`credential` text NOT NULL,
	`created_at` integer NOT NULL,
	`seen_at` integer NOT NULL,
	`proved_at` integer NOT NULL,
	`network` text,
	`browser` text,
	CONSTRAINT "studio_sessions_hash" CHECK("studio_sessions"."hash" is null or (typeof("studio_sessions"."hash") = 'text' and length(trim("studio_sessions"."hash")) > 0 and length("studio_sessions"."hash") <= 64)),
	CONSTRAINT "studio_sessions_credential" CHECK("studio_sessions"."credential" is null or (typeof("studio_sessions"."credential") = 'text' and length(trim("studio_sessions"."credential")) > 0 and length("studio_sessions"."credential") <= 64)),
	CONSTRAINT "studio_sessions_created_at" CHECK("studio_sessions"."created_at" is null or (typeof("studio_sessions"."created_at") = 'integer' and "studio_sessions"."created_at" between 0 and 253402300799999)),
	CONSTRAINT "studio_sessions_seen_at" CHECK("studio_sessions"."seen_at" is null or (typeof("studio_sessions"."seen_at") = 'integer' and "studio_sessions"."seen_at" between 0 and 253402300799999)),
	CONSTRAINT "studio_sessions_proved_at" CHECK("studio_sessions"."proved_at" is null or (typeof("studio_sessions"."proved_at") = 'integer' and "studio_sessions"."proved_at" between 0 and 253402300799999)),
	CONSTRAINT "studio_sessions_network" CHECK("studio_sessions"."network" is null or (typeof("studio_sessions"."network") = 'text' and length(trim("studio_sessions"."network")) > 0 and length("studio_sessions"."network") <= 50)),
	CONSTRAINT "studio_sessions_browser" CHECK("studio_sessions"."browser" is null or (typeof("studio_sessions"."browser") = 'text' and length(trim("studio_sessions"."browser")) > 0 and length("studio_sessions"."browser") <= 100))
);
--> statement-breakpoint
CREATE UNIQUE INDEX `studio_sessions_hash_unique` ON `studio_sessions` (`hash`);--> statement-breakpoint
CREATE TABLE `consent_events` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`subscriber_id` integer NOT NULL,
	`event` text NOT NULL,
	`at` integer NOT NULL,
	`source` text NOT NULL,
	`slot` text,
	`text_version` text,
	`network_address` text,
	`user_agent` text,
	FOREIGN KEY (`subscriber_id`) REFERENCES `subscribers`(`id`) ON UPDATE no action ON DELETE cascade,
	CONSTRAINT "consent_events_event" CHECK("consent_events"."event" in ('requested', 'confirmed', 'imported', 'added', 'unsubscribed', 'resubscribed')),
	CONSTRAINT "consent_events_at" CHECK("consent_events"."at" is null or (typeof("consent_events"."at") = 'integer' and "consent_events"."at" between 0 and 253402300799999)),
	CONSTRAINT "consent_events_source" CHECK("consent_events"."source" is null or (typeof("consent_events"."source") = 'text' and length(trim("consent_events"."source")) > 0 and length("consent_events"."source") <= 500)),
	CONSTRAINT "consent_events_text_version" CHECK("consent_events"."text_version" is null or (typeof("consent_events"."text_version") = 'text' and length(trim("consent_events"."text_version")) > 0 and length("consent_events"."text_version") <= 50)),
	CONSTRAINT "consent_events_network_address" CHECK("consent_events"."network_address" is null or (typeof("consent_events"."network_address") = 'text' and length(trim("consent_events"."network_address")) > 0 and length("consent_events"."network_address") <= 45)),
	CONSTRAINT "consent_events_user_agent" CHECK("consent_events"."user_agent" is null or (typeof("consent_events"."user_agent") = 'text' and length(trim("consent_events"."user_agent")) > 0 and length("consent_events"."user_agent") <= 500))
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
CREATE INDEX `subscribers_confirmed` ON `subscribers` (`paused_until`) WHERE status = 'confirmed';--> statement-breakpoint
CREATE INDEX `subscribers_pending` ON `subscribers` (`id`) WHERE status = 'pending';--> statement-breakpoint
CREATE TABLE `suppressions` (
	`key` text PRIMARY KEY NOT NULL,
	`reason` text NOT NULL,
	`at` integer NOT NULL,
	CONSTRAINT "suppressions_key" CHECK("suppressions"."key" is null or (typeof("suppressions"."key") = 'text' and length(trim("suppressions"."key")) > 0 and length("suppressions"."key") <= 254)),
	CONSTRAINT "suppressions_reason" CHECK("suppressions"."reason" in ('bounced', 'complained', 'erased')),
	CONSTRAINT "suppressions_at" CHECK("suppressions"."at" is null or (typeof("suppressions"."at") = 'integer' and "suppressions"."at" between 0 and 253402300799999))
);
--> statement-breakpoint
CREATE TRIGGER `consent_events_no_update` BEFORE UPDATE ON `consent_events`
BEGIN
	SELECT RAISE(ABORT, 'consent_events is append-only');
END;
--> statement-breakpoint
-- A row goes only with its subscriber: by then the cascade has already taken the subscriber's own row.
CREATE TRIGGER `consent_events_no_delete` BEFORE DELETE ON `consent_events`
WHEN EXISTS (SELECT 1 FROM `subscribers` WHERE `id` = OLD.`subscriber_id`)
BEGIN
	SELECT RAISE(ABORT, 'consent_events is append-only');
END;
--> statement-breakpoint
-- The one row, by which the database knows how old it is: no earlier slot goes out by itself.
INSERT INTO `scheduler_watch` (`id`, `database`, `made_at`, `since`, `because`)
VALUES (1, lower(hex(randomblob(16))), cast(unixepoch('subsec') * 1000 AS integer), cast(unixepoch('subsec') * 1000 AS integer), 'made');
