DROP INDEX `batches_unfinished`;--> statement-breakpoint
CREATE INDEX `batches_unfinished` ON `batches` (`issue_id`,(idempotency_key is null),`number`) WHERE status in ('open', 'taken');