CREATE TABLE `__new_comparison_sides` (
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
	CONSTRAINT "comparison_sides_side" CHECK("__new_comparison_sides"."side" in (1, 2)),
	CONSTRAINT "comparison_sides_name" CHECK("__new_comparison_sides"."name" is null or (typeof("__new_comparison_sides"."name") = 'text' and length(trim("__new_comparison_sides"."name")) > 0 and length("__new_comparison_sides"."name") <= 200)),
	CONSTRAINT "comparison_sides_category" CHECK("__new_comparison_sides"."category" is null or (typeof("__new_comparison_sides"."category") = 'text' and length(trim("__new_comparison_sides"."category")) > 0 and length("__new_comparison_sides"."category") <= 500)),
	CONSTRAINT "comparison_sides_tagline" CHECK("__new_comparison_sides"."tagline" is null or (typeof("__new_comparison_sides"."tagline") = 'text' and length(trim("__new_comparison_sides"."tagline")) > 0 and length("__new_comparison_sides"."tagline") <= 500)),
	CONSTRAINT "comparison_sides_description" CHECK("__new_comparison_sides"."description" is null or (typeof("__new_comparison_sides"."description") = 'text' and length(trim("__new_comparison_sides"."description")) > 0 and length("__new_comparison_sides"."description") <= 20000)),
	CONSTRAINT "comparison_sides_verdict" CHECK("__new_comparison_sides"."verdict" in ('ship', 'skip', 'split')),
	CONSTRAINT "comparison_sides_panel_share" CHECK("__new_comparison_sides"."panel_share" is null or (typeof("__new_comparison_sides"."panel_share") = 'integer' and "__new_comparison_sides"."panel_share" between 0 and 100)),
	CONSTRAINT "comparison_sides_ship_count" CHECK("__new_comparison_sides"."ship_count" is null or (typeof("__new_comparison_sides"."ship_count") = 'integer' and "__new_comparison_sides"."ship_count" >= 0)),
	CONSTRAINT "comparison_sides_skip_count" CHECK("__new_comparison_sides"."skip_count" is null or (typeof("__new_comparison_sides"."skip_count") = 'integer' and "__new_comparison_sides"."skip_count" >= 0)),
	CONSTRAINT "comparison_sides_community_share" CHECK("__new_comparison_sides"."community_share" is null or (typeof("__new_comparison_sides"."community_share") = 'integer' and "__new_comparison_sides"."community_share" between 0 and 100)),
	CONSTRAINT "comparison_sides_community_votes" CHECK("__new_comparison_sides"."community_votes" is null or (typeof("__new_comparison_sides"."community_votes") = 'integer' and "__new_comparison_sides"."community_votes" >= 0)),
	CONSTRAINT "comparison_sides_entry" CHECK("__new_comparison_sides"."entry" is null or (typeof("__new_comparison_sides"."entry") = 'text' and length(trim("__new_comparison_sides"."entry")) > 0 and length("__new_comparison_sides"."entry") <= 500)),
	CONSTRAINT "comparison_sides_pricing" CHECK("__new_comparison_sides"."pricing" is null or (typeof("__new_comparison_sides"."pricing") = 'text' and length(trim("__new_comparison_sides"."pricing")) > 0 and length("__new_comparison_sides"."pricing") <= 500)),
	CONSTRAINT "comparison_sides_best_for" CHECK("__new_comparison_sides"."best_for" is null or (typeof("__new_comparison_sides"."best_for") = 'text' and length(trim("__new_comparison_sides"."best_for")) > 0 and length("__new_comparison_sides"."best_for") <= 500))
);--> statement-breakpoint
INSERT INTO `__new_comparison_sides`(`comparison_id`, `side`, `tool_id`, `name`, `category`, `tagline`, `description`, `verdict`, `panel_share`, `ship_count`, `skip_count`, `community_share`, `community_votes`, `entry`, `pricing`, `best_for`) SELECT `comparison_id`, `position`, `tool_id`, `name`, `category`, `tagline`, `description`, `verdict`, `panel_share`, `ship_count`, `skip_count`, `community_share`, `community_votes`, `entry`, `pricing`, `best_for` FROM `comparison_sides`;--> statement-breakpoint
DROP TABLE `comparison_sides`;--> statement-breakpoint
ALTER TABLE `__new_comparison_sides` RENAME TO `comparison_sides`;--> statement-breakpoint
CREATE INDEX `comparison_sides_by_tool` ON `comparison_sides` (`tool_id`);--> statement-breakpoint
CREATE UNIQUE INDEX `comparison_sides_two_tools` ON `comparison_sides` (`comparison_id`,`tool_id`);--> statement-breakpoint
CREATE TABLE `__new_reviews` (
	`comparison_id` integer NOT NULL,
	`side` integer NOT NULL,
	`ordinal` integer NOT NULL,
	`reviewer` text,
	`score` integer,
	`verdict` text,
	`text` text NOT NULL,
	PRIMARY KEY(`comparison_id`, `side`, `ordinal`),
	FOREIGN KEY (`comparison_id`,`side`) REFERENCES `comparison_sides`(`comparison_id`,`side`) ON UPDATE no action ON DELETE cascade,
	CONSTRAINT "reviews_ordinal" CHECK("__new_reviews"."ordinal" between 1 and 50),
	CONSTRAINT "reviews_reviewer" CHECK("__new_reviews"."reviewer" is null or (typeof("__new_reviews"."reviewer") = 'text' and length(trim("__new_reviews"."reviewer")) > 0 and length("__new_reviews"."reviewer") <= 80)),
	CONSTRAINT "reviews_score" CHECK("__new_reviews"."score" is null or (typeof("__new_reviews"."score") = 'integer' and "__new_reviews"."score" between 0 and 100)),
	CONSTRAINT "reviews_verdict" CHECK("__new_reviews"."verdict" in ('ship', 'skip')),
	CONSTRAINT "reviews_text" CHECK("__new_reviews"."text" is null or (typeof("__new_reviews"."text") = 'text' and length(trim("__new_reviews"."text")) > 0 and length("__new_reviews"."text") <= 20000))
);--> statement-breakpoint
INSERT INTO `__new_reviews`(`comparison_id`, `side`, `ordinal`, `reviewer`, `score`, `verdict`, `text`) SELECT `comparison_id`, `position`, `ordinal`, `reviewer`, `score`, `verdict`, `text` FROM `reviews`;--> statement-breakpoint
DROP TABLE `reviews`;--> statement-breakpoint
ALTER TABLE `__new_reviews` RENAME TO `reviews`;--> statement-breakpoint
CREATE TABLE `__new_deliveries` (
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
	CONSTRAINT "deliveries_provider_state" CHECK("__new_deliveries"."provider_state" is null or "__new_deliveries"."provider_state" in ('delayed', 'delivered', 'bounced', 'complained')),
	CONSTRAINT "deliveries_provider_state_at" CHECK("__new_deliveries"."provider_state_at" is null or (typeof("__new_deliveries"."provider_state_at") = 'integer' and "__new_deliveries"."provider_state_at" between 0 and 253402300799999)),
	CONSTRAINT "deliveries_bounce_kind" CHECK("__new_deliveries"."bounce_kind" is null or "__new_deliveries"."bounce_kind" in ('hard', 'soft')),
	CONSTRAINT "deliveries_status" CHECK("__new_deliveries"."status" in ('pending', 'submitted', 'rejected', 'uncertain', 'excluded')),
	CONSTRAINT "deliveries_updated_at" CHECK("__new_deliveries"."updated_at" is null or (typeof("__new_deliveries"."updated_at") = 'integer' and "__new_deliveries"."updated_at" between 0 and 253402300799999))
);--> statement-breakpoint
INSERT INTO `__new_deliveries`(`id`, `issue_id`, `subscriber_id`, `batch_number`, `status`, `provider_id`, `reject_code`, `exclusion_reason`, `updated_at`, `provider_state`, `provider_state_at`, `bounce_kind`, `bounce_code`) SELECT `id`, `issue_id`, `subscriber_id`, `batch_number`, `status`, `provider_id`, iif(`status` = 'rejected', `code`, null), iif(`status` = 'excluded', `code`, null), `updated_at`, `event`, `event_at`, `bounce`, iif(`status` in ('rejected', 'excluded'), null, `code`) FROM `deliveries`;--> statement-breakpoint
DROP TABLE `deliveries`;--> statement-breakpoint
ALTER TABLE `__new_deliveries` RENAME TO `deliveries`;--> statement-breakpoint
CREATE INDEX `deliveries_by_batch` ON `deliveries` (`issue_id`,`batch_number`);--> statement-breakpoint
CREATE INDEX `deliveries_by_provider_id` ON `deliveries` (`provider_id`) WHERE provider_id is not null;--> statement-breakpoint
CREATE INDEX `deliveries_not_submitted` ON `deliveries` (`issue_id`,`status`,`reject_code`,`exclusion_reason`) WHERE status not in ('pending', 'submitted');--> statement-breakpoint
CREATE INDEX `deliveries_bounced_or_complained` ON `deliveries` (`issue_id`,`provider_state`,`bounce_kind`,`bounce_code`) WHERE provider_state in ('bounced', 'complained');--> statement-breakpoint
CREATE UNIQUE INDEX `deliveries_once` ON `deliveries` (`subscriber_id`,`issue_id`);
