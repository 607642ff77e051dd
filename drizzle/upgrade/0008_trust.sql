PRAGMA foreign_keys=OFF;--> statement-breakpoint
CREATE TABLE `__new_editor_notices` (
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
	CONSTRAINT "editor_notices_slot" CHECK("__new_editor_notices"."slot" is null or (typeof("__new_editor_notices"."slot") = 'text' and length(trim("__new_editor_notices"."slot")) > 0 and length("__new_editor_notices"."slot") <= 8)),
	CONSTRAINT "editor_notices_event" CHECK("__new_editor_notices"."event" in ('draft', 'skipped', 'held', 'failed', 'paused', 'sent', 'recovered')),
	CONSTRAINT "editor_notices_status" CHECK("__new_editor_notices"."status" in ('open', 'taken', 'submitted', 'dropped')),
	CONSTRAINT "editor_notices_attempts" CHECK("__new_editor_notices"."attempts" is null or (typeof("__new_editor_notices"."attempts") = 'integer' and "__new_editor_notices"."attempts" >= 0)),
	CONSTRAINT "editor_notices_created_at" CHECK("__new_editor_notices"."created_at" is null or (typeof("__new_editor_notices"."created_at") = 'integer' and "__new_editor_notices"."created_at" between 0 and 253402300799999)),
	CONSTRAINT "editor_notices_first_attempt_at" CHECK("__new_editor_notices"."first_attempt_at" is null or (typeof("__new_editor_notices"."first_attempt_at") = 'integer' and "__new_editor_notices"."first_attempt_at" between 0 and 253402300799999)),
	CONSTRAINT "editor_notices_next_attempt_at" CHECK("__new_editor_notices"."next_attempt_at" is null or (typeof("__new_editor_notices"."next_attempt_at") = 'integer' and "__new_editor_notices"."next_attempt_at" between 0 and 253402300799999)),
	CONSTRAINT "editor_notices_lease" CHECK(("__new_editor_notices"."status" = 'taken') = ("__new_editor_notices"."lease_expires_at" is not null))
);
--> statement-breakpoint
INSERT INTO `__new_editor_notices`("id", "slot", "event", "occasion", "facts", "status", "created_at", "attempts", "first_attempt_at", "next_attempt_at", "lease_expires_at", "last_problem") SELECT "id", "slot", "event", "occasion", "facts", "status", "created_at", "attempts", "first_attempt_at", "next_attempt_at", "lease_expires_at", "last_problem" FROM `editor_notices`;--> statement-breakpoint
DROP TABLE `editor_notices`;--> statement-breakpoint
ALTER TABLE `__new_editor_notices` RENAME TO `editor_notices`;--> statement-breakpoint
PRAGMA foreign_keys=ON;--> statement-breakpoint
CREATE INDEX `editor_notices_open` ON `editor_notices` (`id`) WHERE status in ('open', 'taken');--> statement-breakpoint
CREATE UNIQUE INDEX `editor_notices_once` ON `editor_notices` (`slot`,`event`,`occasion`);--> statement-breakpoint
ALTER TABLE `batches` ADD `possibly_accepted` integer DEFAULT false NOT NULL;--> statement-breakpoint
ALTER TABLE `issues` ADD `transport` text;--> statement-breakpoint
ALTER TABLE `scheduler_watch` ADD `made_at` integer;--> statement-breakpoint
UPDATE `batches` SET `possibly_accepted` = 1 WHERE `round` > 0;--> statement-breakpoint
UPDATE `scheduler_watch` SET `made_at` = `since` WHERE `because` = 'made';
