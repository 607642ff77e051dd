CREATE TABLE `email_requests` (
	`email_id` integer PRIMARY KEY NOT NULL,
	`transport` text NOT NULL,
	`idempotency_key` text NOT NULL,
	`body` blob NOT NULL,
	FOREIGN KEY (`email_id`) REFERENCES `outgoing_emails`(`id`) ON UPDATE no action ON DELETE cascade,
	CONSTRAINT "email_requests_transport" CHECK("email_requests"."transport" in ('outbox', 'resend')),
	CONSTRAINT "email_requests_idempotency_key" CHECK("email_requests"."idempotency_key" is null or (typeof("email_requests"."idempotency_key") = 'text' and length(trim("email_requests"."idempotency_key")) > 0 and length("email_requests"."idempotency_key") <= 256)),
	CONSTRAINT "email_requests_body" CHECK(typeof("email_requests"."body") = 'blob')
);
--> statement-breakpoint
-- Templates changed with this version. What an earlier one attempted would get another key, and could arrive twice.
UPDATE `outgoing_emails` SET `status` = 'dropped', `token` = NULL, `next_attempt_at` = NULL, `lease_expires_at` = NULL, `last_problem` = 'An earlier version may have sent it.' WHERE `status` IN ('open', 'taken') AND `attempts` > 0;
