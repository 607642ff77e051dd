CREATE TABLE `editor_notices` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`slot` text NOT NULL,
	`event` text NOT NULL,
	`occasion` text NOT NULL,
	`facts` text NOT NULL,
	`status` text NOT NULL,
	`created_at` integer NOT NULL,
	`attempts` integer DEFAULT 0 NOT NULL,
	`first_attempt_at` integer,
	`next_attempt_at` integer,
	`lease_expires_at` integer,
	`last_problem` text,
	CONSTRAINT "editor_notices_slot" CHECK("editor_notices"."slot" is null or (typeof("editor_notices"."slot") = 'text' and length(trim("editor_notices"."slot")) > 0 and length("editor_notices"."slot") <= 8)),
	CONSTRAINT "editor_notices_event" CHECK("editor_notices"."event" in ('draft', 'skipped', 'held', 'failed', 'paused', 'sent')),
	CONSTRAINT "editor_notices_status" CHECK("editor_notices"."status" in ('open', 'taken', 'submitted', 'dropped')),
	CONSTRAINT "editor_notices_attempts" CHECK("editor_notices"."attempts" is null or (typeof("editor_notices"."attempts") = 'integer' and "editor_notices"."attempts" >= 0)),
	CONSTRAINT "editor_notices_created_at" CHECK("editor_notices"."created_at" is null or (typeof("editor_notices"."created_at") = 'integer' and "editor_notices"."created_at" between 0 and 253402300799999)),
	CONSTRAINT "editor_notices_first_attempt_at" CHECK("editor_notices"."first_attempt_at" is null or (typeof("editor_notices"."first_attempt_at") = 'integer' and "editor_notices"."first_attempt_at" between 0 and 253402300799999)),
	CONSTRAINT "editor_notices_next_attempt_at" CHECK("editor_notices"."next_attempt_at" is null or (typeof("editor_notices"."next_attempt_at") = 'integer' and "editor_notices"."next_attempt_at" between 0 and 253402300799999)),
	CONSTRAINT "editor_notices_lease" CHECK(("editor_notices"."status" = 'taken') = ("editor_notices"."lease_expires_at" is not null))
);
--> statement-breakpoint
CREATE INDEX `editor_notices_open` ON `editor_notices` (`id`) WHERE status in ('open', 'taken');--> statement-breakpoint
CREATE UNIQUE INDEX `editor_notices_once` ON `editor_notices` (`slot`,`event`,`occasion`);--> statement-breakpoint
CREATE TABLE `scheduler_watch` (
	`id` integer PRIMARY KEY NOT NULL,
	`database` text NOT NULL,
	`checks` integer DEFAULT 0 NOT NULL,
	`first_checked_at` integer,
	`checked_at` integer,
	`pattern` text,
	`zone` text,
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
-- The one row, by which the database knows how old it is: no slot from before that goes out by itself.
INSERT INTO `scheduler_watch` (`id`, `database`, `since`, `because`)
VALUES (1, lower(hex(randomblob(16))), cast(unixepoch('subsec') * 1000 AS integer), 'made');
