CREATE TABLE `comparison_corrections` (
	`comparison_id` integer NOT NULL,
	`path` text NOT NULL,
	`source` text NOT NULL,
	`corrected_at` integer NOT NULL,
	`source_changed_at` integer,
	PRIMARY KEY(`comparison_id`, `path`),
	FOREIGN KEY (`comparison_id`) REFERENCES `comparisons`(`id`) ON UPDATE no action ON DELETE cascade,
	CONSTRAINT "comparison_corrections_path" CHECK("comparison_corrections"."path" is null or (typeof("comparison_corrections"."path") = 'text' and length(trim("comparison_corrections"."path")) > 0 and length("comparison_corrections"."path") <= 100)),
	CONSTRAINT "comparison_corrections_source" CHECK(json_valid("comparison_corrections"."source")),
	CONSTRAINT "comparison_corrections_corrected_at" CHECK("comparison_corrections"."corrected_at" is null or (typeof("comparison_corrections"."corrected_at") = 'integer' and "comparison_corrections"."corrected_at" between 0 and 253402300799999)),
	CONSTRAINT "comparison_corrections_source_changed_at" CHECK("comparison_corrections"."source_changed_at" is null or (typeof("comparison_corrections"."source_changed_at") = 'integer' and "comparison_corrections"."source_changed_at" between 0 and 253402300799999))
);
