PRAGMA foreign_keys=OFF;--> statement-breakpoint
CREATE TABLE `__new_studio_events` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`event` text NOT NULL,
	`at` integer NOT NULL,
	`about` text,
	CONSTRAINT "studio_events_event" CHECK("__new_studio_events"."event" in ('signed-in', 'refused', 'signed-out', 'session-ended', 'exported', 'erased', 'unsubscribed', 'approved', 'sent', 'test-sent', 'resumed', 'settings-changed')),
	CONSTRAINT "studio_events_at" CHECK("__new_studio_events"."at" is null or (typeof("__new_studio_events"."at") = 'integer' and "__new_studio_events"."at" between 0 and 253402300799999)),
	CONSTRAINT "studio_events_about" CHECK("__new_studio_events"."about" is null or (typeof("__new_studio_events"."about") = 'text' and length(trim("__new_studio_events"."about")) > 0 and length("__new_studio_events"."about") <= 100))
);
--> statement-breakpoint
INSERT INTO `__new_studio_events`("id", "event", "at", "about") SELECT "id", "event", "at", "about" FROM `studio_events`;--> statement-breakpoint
DROP TABLE `studio_events`;--> statement-breakpoint
ALTER TABLE `__new_studio_events` RENAME TO `studio_events`;--> statement-breakpoint
PRAGMA foreign_keys=ON;--> statement-breakpoint
CREATE INDEX `studio_events_by_time` ON `studio_events` (`at`);