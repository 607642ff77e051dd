CREATE TABLE `issue_images` (
	`freeze_id` text PRIMARY KEY NOT NULL,
	`png` blob NOT NULL,
	FOREIGN KEY (`freeze_id`) REFERENCES `frozen_copies`(`id`) ON UPDATE no action ON DELETE cascade
);
