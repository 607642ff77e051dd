CREATE TABLE `rate_limits` (
	`key` text PRIMARY KEY NOT NULL,
	`points` integer DEFAULT 0 NOT NULL,
	`expire` integer,
	CONSTRAINT "rate_limits_key" CHECK("rate_limits"."key" is null or (typeof("rate_limits"."key") = 'text' and length(trim("rate_limits"."key")) > 0 and length("rate_limits"."key") <= 100)),
	CONSTRAINT "rate_limits_points" CHECK("rate_limits"."points" is null or (typeof("rate_limits"."points") = 'integer' and "rate_limits"."points" >= 0)),
	CONSTRAINT "rate_limits_expire" CHECK("rate_limits"."expire" is null or (typeof("rate_limits"."expire") = 'integer' and "rate_limits"."expire" between 0 and 253402300799999))
);
--> statement-breakpoint
CREATE INDEX `rate_limits_by_end` ON `rate_limits` (`expire`);