CREATE INDEX `batches_counts` ON `batches` (`issue_id`,`size`,`submitted`,`rejected`,`uncertain`,`excluded`);--> statement-breakpoint
CREATE INDEX `deliveries_in_vain` ON `deliveries` (`issue_id`,`status`,`code`) WHERE status not in ('pending', 'submitted');--> statement-breakpoint
CREATE INDEX `deliveries_came_back` ON `deliveries` (`issue_id`,`event`,`bounce`,`code`) WHERE event in ('bounced', 'complained');--> statement-breakpoint
CREATE INDEX `subscribers_confirmed` ON `subscribers` (`paused_until`) WHERE status = 'confirmed';
