CREATE TABLE `letters` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`subscriber_id` integer,
	`throttle_key` text NOT NULL,
	`kind` text NOT NULL,
	`status` text NOT NULL,
	`token` text,
	`created_at` integer NOT NULL,
	`attempts` integer DEFAULT 0 NOT NULL,
	`first_attempt_at` integer,
	`next_attempt_at` integer,
	`lease_expires_at` integer,
	`last_problem` text,
	FOREIGN KEY (`subscriber_id`) REFERENCES `subscribers`(`id`) ON UPDATE no action ON DELETE set null,
	CONSTRAINT "letters_throttle_key" CHECK("letters"."throttle_key" is null or (typeof("letters"."throttle_key") = 'text' and length(trim("letters"."throttle_key")) > 0 and length("letters"."throttle_key") <= 100)),
	CONSTRAINT "letters_kind" CHECK("letters"."kind" in ('confirm', 'data')),
	CONSTRAINT "letters_status" CHECK("letters"."status" in ('open', 'taken', 'submitted', 'dropped')),
	CONSTRAINT "letters_attempts" CHECK("letters"."attempts" is null or (typeof("letters"."attempts") = 'integer' and "letters"."attempts" >= 0)),
	CONSTRAINT "letters_created_at" CHECK("letters"."created_at" is null or (typeof("letters"."created_at") = 'integer' and "letters"."created_at" between 0 and 253402300799999)),
	CONSTRAINT "letters_first_attempt_at" CHECK("letters"."first_attempt_at" is null or (typeof("letters"."first_attempt_at") = 'integer' and "letters"."first_attempt_at" between 0 and 253402300799999)),
	CONSTRAINT "letters_next_attempt_at" CHECK("letters"."next_attempt_at" is null or (typeof("letters"."next_attempt_at") = 'integer' and "letters"."next_attempt_at" between 0 and 253402300799999)),
	CONSTRAINT "letters_lease" CHECK(("letters"."status" = 'taken') = ("letters"."lease_expires_at" is not null)),
	CONSTRAINT "letters_token" CHECK(("letters"."status" in ('open', 'taken')) = ("letters"."token" is not null))
);
--> statement-breakpoint
CREATE INDEX `letters_by_throttle_key` ON `letters` (`throttle_key`,`created_at`);--> statement-breakpoint
CREATE INDEX `letters_by_age` ON `letters` (`created_at`);--> statement-breakpoint
CREATE INDEX `letters_by_subscriber` ON `letters` (`subscriber_id`);--> statement-breakpoint
CREATE INDEX `letters_open` ON `letters` (`id`) WHERE status in ('open', 'taken');--> statement-breakpoint
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
CREATE INDEX `subscribers_pending` ON `subscribers` (`id`) WHERE status = 'pending';--> statement-breakpoint
-- Columns are added in place: a copy would lose the triggers that keep this table append-only.
ALTER TABLE `consent_events` ADD COLUMN `text_version` text CONSTRAINT "consent_events_text_version" CHECK("text_version" is null or (typeof("text_version") = 'text' and length(trim("text_version")) > 0 and length("text_version") <= 50));--> statement-breakpoint
ALTER TABLE `consent_events` ADD COLUMN `network_address` text CONSTRAINT "consent_events_network_address" CHECK("network_address" is null or (typeof("network_address") = 'text' and length(trim("network_address")) > 0 and length("network_address") <= 45));--> statement-breakpoint
ALTER TABLE `consent_events` ADD COLUMN `user_agent` text CONSTRAINT "consent_events_user_agent" CHECK("user_agent" is null or (typeof("user_agent") = 'text' and length(trim("user_agent")) > 0 and length("user_agent") <= 500));
