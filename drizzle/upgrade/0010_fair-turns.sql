DROP INDEX `letters_open`;--> statement-breakpoint
ALTER TABLE `letters` ADD `network_key` text;--> statement-breakpoint
ALTER TABLE `letters` ADD `turn` integer DEFAULT 0 NOT NULL;--> statement-breakpoint
CREATE INDEX `letters_by_network` ON `letters` (`network_key`,`turn`) WHERE network_key is not null;--> statement-breakpoint
CREATE INDEX `letters_open` ON `letters` (`turn`,`id`) WHERE status in ('open', 'taken');--> statement-breakpoint
ALTER TABLE `sign_ups` ADD `network_key` text;--> statement-breakpoint
ALTER TABLE `sign_ups` ADD `turn` integer DEFAULT 0 NOT NULL;--> statement-breakpoint
CREATE INDEX `sign_ups_by_turn` ON `sign_ups` (`turn`,`network_key`,`at`);--> statement-breakpoint
CREATE INDEX `sign_ups_by_network` ON `sign_ups` (`network_key`,`turn`);