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
CREATE UNIQUE INDEX `studio_sessions_hash_unique` ON `studio_sessions` (`hash`);