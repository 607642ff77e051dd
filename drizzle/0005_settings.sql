CREATE TABLE `owner_settings` (
	`revision` integer PRIMARY KEY NOT NULL,
	`updated_at` integer NOT NULL,
	`updated_by` text NOT NULL,
	`content` text NOT NULL,
	CONSTRAINT "owner_settings_revision" CHECK("owner_settings"."revision" >= 1),
	CONSTRAINT "owner_settings_updated_at" CHECK("owner_settings"."updated_at" is null or (typeof("owner_settings"."updated_at") = 'integer' and "owner_settings"."updated_at" between 0 and 253402300799999)),
	CONSTRAINT "owner_settings_updated_by" CHECK("owner_settings"."updated_by" in ('studio', 'command')),
	CONSTRAINT "owner_settings_content" CHECK(json_valid("owner_settings"."content"))
);
