CREATE TRIGGER `consent_events_no_update` BEFORE UPDATE ON `consent_events`
BEGIN
	SELECT RAISE(ABORT, 'consent_events is append-only');
END;
--> statement-breakpoint
-- A row goes only with its subscriber: by then the cascade has already taken the subscriber's own row.
CREATE TRIGGER `consent_events_no_delete` BEFORE DELETE ON `consent_events`
WHEN EXISTS (SELECT 1 FROM `subscribers` WHERE `id` = OLD.`subscriber_id`)
BEGIN
	SELECT RAISE(ABORT, 'consent_events is append-only');
END;
