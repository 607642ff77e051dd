CREATE TABLE `logos` (
	`hash` text PRIMARY KEY NOT NULL,
	`width` integer NOT NULL,
	`height` integer NOT NULL,
	`created_at` integer NOT NULL,
	`png` blob NOT NULL,
	CONSTRAINT "logos_hash" CHECK(length("logos"."hash") = 64),
	CONSTRAINT "logos_size" CHECK("logos"."width" >= 1 and "logos"."height" >= 1),
	CONSTRAINT "logos_created_at" CHECK("logos"."created_at" is null or (typeof("logos"."created_at") = 'integer' and "logos"."created_at" between 0 and 253402300799999)),
	CONSTRAINT "logos_png" CHECK(typeof("logos"."png") = 'blob')
);
--> statement-breakpoint
CREATE TABLE `looks` (
	`revision` integer PRIMARY KEY NOT NULL,
	`updated_at` integer NOT NULL,
	`content` text NOT NULL,
	CONSTRAINT "looks_revision" CHECK("looks"."revision" >= 1),
	CONSTRAINT "looks_updated_at" CHECK("looks"."updated_at" is null or (typeof("looks"."updated_at") = 'integer' and "looks"."updated_at" between 0 and 253402300799999)),
	CONSTRAINT "looks_content" CHECK(json_valid("looks"."content"))
);
