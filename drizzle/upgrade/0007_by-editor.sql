ALTER TABLE `issues` ADD COLUMN `by_editor` integer DEFAULT false NOT NULL CONSTRAINT "issues_by_editor" CHECK("by_editor" in (0, 1));
