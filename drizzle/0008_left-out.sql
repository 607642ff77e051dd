PRAGMA foreign_keys=OFF;--> statement-breakpoint
CREATE TABLE `__new_item_overrides` (
	`issue_id` integer NOT NULL,
	`comparison_id` integer NOT NULL,
	`pinned` integer DEFAULT false NOT NULL,
	`featured` integer DEFAULT false NOT NULL,
	`position` integer,
	`left_out` integer DEFAULT false NOT NULL,
	PRIMARY KEY(`issue_id`, `comparison_id`),
	FOREIGN KEY (`issue_id`) REFERENCES `issues`(`id`) ON UPDATE no action ON DELETE cascade,
	FOREIGN KEY (`comparison_id`) REFERENCES `comparisons`(`id`) ON UPDATE no action ON DELETE cascade,
	CONSTRAINT "item_overrides_pinned" CHECK("__new_item_overrides"."pinned" in (0, 1)),
	CONSTRAINT "item_overrides_featured" CHECK("__new_item_overrides"."featured" in (0, 1)),
	CONSTRAINT "item_overrides_left_out" CHECK("__new_item_overrides"."left_out" in (0, 1)),
	CONSTRAINT "item_overrides_position" CHECK("__new_item_overrides"."position" is null or "__new_item_overrides"."position" >= 1)
);
--> statement-breakpoint
INSERT INTO `__new_item_overrides`("issue_id", "comparison_id", "pinned", "featured", "position") SELECT "issue_id", "comparison_id", "pinned", "featured", "position" FROM `item_overrides`;--> statement-breakpoint
DROP TABLE `item_overrides`;--> statement-breakpoint
ALTER TABLE `__new_item_overrides` RENAME TO `item_overrides`;--> statement-breakpoint
PRAGMA foreign_keys=ON;--> statement-breakpoint
CREATE INDEX `item_overrides_by_comparison` ON `item_overrides` (`comparison_id`);