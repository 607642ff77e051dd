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
-- Columns are added in place: a copy of a table of a million rows would hold everybody up, and foreign keys forbid it.
ALTER TABLE `batches` ADD COLUMN `counted_on` integer CONSTRAINT "batches_counted_on" CHECK("counted_on" is null or (typeof("counted_on") = 'integer' and "counted_on" >= 0));--> statement-breakpoint
ALTER TABLE `batches` ADD COLUMN `finished_at` integer CONSTRAINT "batches_finished_at" CHECK("finished_at" is null or (typeof("finished_at") = 'integer' and "finished_at" between 0 and 253402300799999));--> statement-breakpoint
ALTER TABLE `batches` ADD COLUMN `round` integer DEFAULT 0 NOT NULL CONSTRAINT "batches_round" CHECK("round" is null or (typeof("round") = 'integer' and "round" >= 0));--> statement-breakpoint
ALTER TABLE `deliveries` ADD COLUMN `event` text CONSTRAINT "deliveries_event" CHECK("event" is null or "event" in ('delayed', 'delivered', 'bounced', 'complained'));--> statement-breakpoint
ALTER TABLE `deliveries` ADD COLUMN `event_at` integer CONSTRAINT "deliveries_event_at" CHECK("event_at" is null or (typeof("event_at") = 'integer' and "event_at" between 0 and 253402300799999));--> statement-breakpoint
ALTER TABLE `deliveries` ADD COLUMN `bounce` text CONSTRAINT "deliveries_bounce" CHECK("bounce" is null or "bounce" in ('hard', 'soft'));--> statement-breakpoint
ALTER TABLE `issues` ADD COLUMN `delayed` integer DEFAULT 0 NOT NULL CONSTRAINT "issues_delayed" CHECK("delayed" is null or (typeof("delayed") = 'integer' and "delayed" >= 0));--> statement-breakpoint
ALTER TABLE `issues` ADD COLUMN `delivered` integer DEFAULT 0 NOT NULL CONSTRAINT "issues_delivered" CHECK("delivered" is null or (typeof("delivered") = 'integer' and "delivered" >= 0));--> statement-breakpoint
ALTER TABLE `issues` ADD COLUMN `bounced` integer DEFAULT 0 NOT NULL CONSTRAINT "issues_bounced" CHECK("bounced" is null or (typeof("bounced") = 'integer' and "bounced" >= 0));--> statement-breakpoint
ALTER TABLE `issues` ADD COLUMN `complained` integer DEFAULT 0 NOT NULL CONSTRAINT "issues_complained" CHECK("complained" is null or (typeof("complained") = 'integer' and "complained" >= 0));--> statement-breakpoint
CREATE INDEX `batches_by_day` ON `batches` (`counted_on`) WHERE counted_on is not null;--> statement-breakpoint
CREATE INDEX `deliveries_by_provider_id` ON `deliveries` (`provider_id`) WHERE provider_id is not null;
