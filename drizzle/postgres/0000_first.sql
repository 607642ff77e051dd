CREATE TABLE "audiences" (
	"issue_id" bigint PRIMARY KEY NOT NULL,
	"last_subscriber_id" bigint DEFAULT 0 NOT NULL,
	"fixed_at" bigint,
	"candidates" bigint DEFAULT 0 NOT NULL,
	"included" bigint DEFAULT 0 NOT NULL,
	"excluded_suppressed" bigint DEFAULT 0 NOT NULL,
	"excluded_paused" bigint DEFAULT 0 NOT NULL,
	CONSTRAINT "audiences_fixed_at" CHECK ("audiences"."fixed_at" between 0 and 253402300799999),
	CONSTRAINT "audiences_candidates" CHECK ("audiences"."candidates" = "audiences"."included" + "audiences"."excluded_suppressed" + "audiences"."excluded_paused"),
	CONSTRAINT "audiences_included" CHECK ("audiences"."included" >= 0)
);
--> statement-breakpoint
CREATE TABLE "batches" (
	"issue_id" bigint NOT NULL,
	"number" bigint NOT NULL,
	"status" text collate "C" NOT NULL,
	"size" bigint NOT NULL,
	"submitted" bigint DEFAULT 0 NOT NULL,
	"rejected" bigint DEFAULT 0 NOT NULL,
	"uncertain" bigint DEFAULT 0 NOT NULL,
	"excluded" bigint DEFAULT 0 NOT NULL,
	"idempotency_key" text collate "C",
	"recipients" text collate "C",
	"body_hash" text collate "C",
	"attempts" bigint DEFAULT 0 NOT NULL,
	"first_attempt_at" bigint,
	"next_attempt_at" bigint,
	"lease_owner" text collate "C",
	"lease_expires_at" bigint,
	"last_problem" text collate "C",
	"counted_on" bigint,
	"finished_at" bigint,
	"round" bigint DEFAULT 0 NOT NULL,
	"possibly_accepted" boolean DEFAULT false NOT NULL,
	CONSTRAINT "batches_issue_id_number_pk" PRIMARY KEY("issue_id","number"),
	CONSTRAINT "batches_idempotency_key_unique" UNIQUE("idempotency_key"),
	CONSTRAINT "batches_counted_on" CHECK ("batches"."counted_on" >= 0),
	CONSTRAINT "batches_round" CHECK ("batches"."round" >= 0),
	CONSTRAINT "batches_finished_at" CHECK ("batches"."finished_at" between 0 and 253402300799999),
	CONSTRAINT "batches_status" CHECK ("batches"."status" in ('open', 'taken', 'done', 'uncertain')),
	CONSTRAINT "batches_size" CHECK ("batches"."size" between 0 and 100),
	CONSTRAINT "batches_attempts" CHECK ("batches"."attempts" >= 0),
	CONSTRAINT "batches_counts" CHECK ("batches"."submitted" >= 0 and "batches"."rejected" >= 0 and "batches"."uncertain" >= 0 and "batches"."excluded" >= 0 and "batches"."submitted" + "batches"."rejected" + "batches"."uncertain" + "batches"."excluded" <= "batches"."size"),
	CONSTRAINT "batches_lease" CHECK (("batches"."status" = 'taken') = ("batches"."lease_owner" is not null and "batches"."lease_expires_at" is not null)),
	CONSTRAINT "batches_body_hash" CHECK ("batches"."body_hash" is null or length("batches"."body_hash") = 64)
);
--> statement-breakpoint
CREATE TABLE "comparison_corrections" (
	"comparison_id" bigint NOT NULL,
	"path" text collate "C" NOT NULL,
	"source" text collate "C" NOT NULL,
	"corrected_at" bigint NOT NULL,
	"source_changed_at" bigint,
	CONSTRAINT "comparison_corrections_comparison_id_path_pk" PRIMARY KEY("comparison_id","path"),
	CONSTRAINT "comparison_corrections_path" CHECK (length(trim("comparison_corrections"."path")) > 0 and length("comparison_corrections"."path") <= 100),
	CONSTRAINT "comparison_corrections_source" CHECK (("comparison_corrections"."source")::json is not null),
	CONSTRAINT "comparison_corrections_corrected_at" CHECK ("comparison_corrections"."corrected_at" between 0 and 253402300799999),
	CONSTRAINT "comparison_corrections_source_changed_at" CHECK ("comparison_corrections"."source_changed_at" between 0 and 253402300799999)
);
--> statement-breakpoint
CREATE TABLE "comparison_holds" (
	"comparison_id" bigint PRIMARY KEY NOT NULL,
	"reason" text collate "C",
	"held_at" bigint NOT NULL,
	CONSTRAINT "comparison_holds_reason" CHECK (length(trim("comparison_holds"."reason")) > 0 and length("comparison_holds"."reason") <= 500),
	CONSTRAINT "comparison_holds_held_at" CHECK ("comparison_holds"."held_at" between 0 and 253402300799999)
);
--> statement-breakpoint
CREATE TABLE "comparison_sides" (
	"comparison_id" bigint NOT NULL,
	"side" bigint NOT NULL,
	"tool_id" bigint NOT NULL,
	"name" text collate "C" NOT NULL,
	"category" text collate "C",
	"tagline" text collate "C",
	"description" text collate "C",
	"verdict" text collate "C",
	"panel_share" bigint,
	"ship_count" bigint,
	"skip_count" bigint,
	"community_share" bigint,
	"community_votes" bigint,
	"entry" text collate "C",
	"pricing" text collate "C",
	"best_for" text collate "C",
	CONSTRAINT "comparison_sides_comparison_id_side_pk" PRIMARY KEY("comparison_id","side"),
	CONSTRAINT "comparison_sides_two_tools" UNIQUE("comparison_id","tool_id"),
	CONSTRAINT "comparison_sides_side" CHECK ("comparison_sides"."side" in (1, 2)),
	CONSTRAINT "comparison_sides_name" CHECK (length(trim("comparison_sides"."name")) > 0 and length("comparison_sides"."name") <= 200),
	CONSTRAINT "comparison_sides_category" CHECK (length(trim("comparison_sides"."category")) > 0 and length("comparison_sides"."category") <= 500),
	CONSTRAINT "comparison_sides_tagline" CHECK (length(trim("comparison_sides"."tagline")) > 0 and length("comparison_sides"."tagline") <= 500),
	CONSTRAINT "comparison_sides_description" CHECK (length(trim("comparison_sides"."description")) > 0 and length("comparison_sides"."description") <= 20000),
	CONSTRAINT "comparison_sides_verdict" CHECK ("comparison_sides"."verdict" in ('ship', 'skip', 'split')),
	CONSTRAINT "comparison_sides_panel_share" CHECK ("comparison_sides"."panel_share" between 0 and 100),
	CONSTRAINT "comparison_sides_ship_count" CHECK ("comparison_sides"."ship_count" >= 0),
	CONSTRAINT "comparison_sides_skip_count" CHECK ("comparison_sides"."skip_count" >= 0),
	CONSTRAINT "comparison_sides_community_share" CHECK ("comparison_sides"."community_share" between 0 and 100),
	CONSTRAINT "comparison_sides_community_votes" CHECK ("comparison_sides"."community_votes" >= 0),
	CONSTRAINT "comparison_sides_entry" CHECK (length(trim("comparison_sides"."entry")) > 0 and length("comparison_sides"."entry") <= 500),
	CONSTRAINT "comparison_sides_pricing" CHECK (length(trim("comparison_sides"."pricing")) > 0 and length("comparison_sides"."pricing") <= 500),
	CONSTRAINT "comparison_sides_best_for" CHECK (length(trim("comparison_sides"."best_for")) > 0 and length("comparison_sides"."best_for") <= 500)
);
--> statement-breakpoint
CREATE TABLE "comparisons" (
	"id" bigint PRIMARY KEY GENERATED BY DEFAULT AS IDENTITY (sequence name "comparisons_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"slug" text collate "C" NOT NULL,
	"url" text collate "C",
	"published_at" bigint NOT NULL,
	"imported_at" bigint NOT NULL,
	"updated_at" bigint NOT NULL,
	CONSTRAINT "comparisons_slug_unique" UNIQUE("slug"),
	CONSTRAINT "comparisons_slug" CHECK (length(trim("comparisons"."slug")) > 0 and length("comparisons"."slug") <= 200),
	CONSTRAINT "comparisons_url" CHECK ("comparisons"."url" is null or (("comparisons"."url" like 'https://%' or "comparisons"."url" like 'http://%') and length("comparisons"."url") <= 2000)),
	CONSTRAINT "comparisons_published_at" CHECK ("comparisons"."published_at" between 0 and 253402300799999),
	CONSTRAINT "comparisons_imported_at" CHECK ("comparisons"."imported_at" between 0 and 253402300799999),
	CONSTRAINT "comparisons_updated_at" CHECK ("comparisons"."updated_at" between 0 and 253402300799999)
);
--> statement-breakpoint
CREATE TABLE "consent_events" (
	"id" bigint PRIMARY KEY GENERATED BY DEFAULT AS IDENTITY (sequence name "consent_events_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"subscriber_id" bigint NOT NULL,
	"event" text collate "C" NOT NULL,
	"at" bigint NOT NULL,
	"source" text collate "C" NOT NULL,
	"slot" text collate "C",
	"text_version" text collate "C",
	"network_address" text collate "C",
	"user_agent" text collate "C",
	CONSTRAINT "consent_events_event" CHECK ("consent_events"."event" in ('requested', 'confirmed', 'imported', 'added', 'unsubscribed', 'resubscribed')),
	CONSTRAINT "consent_events_at" CHECK ("consent_events"."at" between 0 and 253402300799999),
	CONSTRAINT "consent_events_source" CHECK (length(trim("consent_events"."source")) > 0 and length("consent_events"."source") <= 500),
	CONSTRAINT "consent_events_text_version" CHECK (length(trim("consent_events"."text_version")) > 0 and length("consent_events"."text_version") <= 50),
	CONSTRAINT "consent_events_network_address" CHECK (length(trim("consent_events"."network_address")) > 0 and length("consent_events"."network_address") <= 45),
	CONSTRAINT "consent_events_user_agent" CHECK (length(trim("consent_events"."user_agent")) > 0 and length("consent_events"."user_agent") <= 500)
);
--> statement-breakpoint
CREATE TABLE "deliveries" (
	"id" bigint PRIMARY KEY GENERATED BY DEFAULT AS IDENTITY (sequence name "deliveries_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"issue_id" bigint NOT NULL,
	"subscriber_id" bigint,
	"batch_number" bigint NOT NULL,
	"status" text collate "C" DEFAULT 'pending' NOT NULL,
	"provider_id" text collate "C",
	"reject_code" text collate "C",
	"exclusion_reason" text collate "C",
	"updated_at" bigint NOT NULL,
	"provider_state" text collate "C",
	"provider_state_at" bigint,
	"bounce_kind" text collate "C",
	"bounce_code" text collate "C",
	CONSTRAINT "deliveries_once" UNIQUE("subscriber_id","issue_id"),
	CONSTRAINT "deliveries_provider_state" CHECK ("deliveries"."provider_state" is null or "deliveries"."provider_state" in ('delayed', 'delivered', 'bounced', 'complained')),
	CONSTRAINT "deliveries_provider_state_at" CHECK ("deliveries"."provider_state_at" between 0 and 253402300799999),
	CONSTRAINT "deliveries_bounce_kind" CHECK ("deliveries"."bounce_kind" is null or "deliveries"."bounce_kind" in ('hard', 'soft')),
	CONSTRAINT "deliveries_status" CHECK ("deliveries"."status" in ('pending', 'submitted', 'rejected', 'uncertain', 'excluded')),
	CONSTRAINT "deliveries_updated_at" CHECK ("deliveries"."updated_at" between 0 and 253402300799999)
);
--> statement-breakpoint
CREATE TABLE "email_requests" (
	"email_id" bigint PRIMARY KEY NOT NULL,
	"transport" text collate "C" NOT NULL,
	"idempotency_key" text collate "C" NOT NULL,
	"body" "bytea" NOT NULL,
	CONSTRAINT "email_requests_transport" CHECK ("email_requests"."transport" in ('outbox', 'resend')),
	CONSTRAINT "email_requests_idempotency_key" CHECK (length(trim("email_requests"."idempotency_key")) > 0 and length("email_requests"."idempotency_key") <= 256)
);
--> statement-breakpoint
CREATE TABLE "frozen_copies" (
	"id" text collate "C" PRIMARY KEY NOT NULL,
	"subject" text collate "C" NOT NULL,
	"preheader" text collate "C" NOT NULL,
	"cut_off" bigint NOT NULL,
	"frozen_at" bigint NOT NULL,
	"content" text collate "C" NOT NULL,
	CONSTRAINT "frozen_copies_cut_off" CHECK ("frozen_copies"."cut_off" between 0 and 253402300799999),
	CONSTRAINT "frozen_copies_frozen_at" CHECK ("frozen_copies"."frozen_at" between 0 and 253402300799999)
);
--> statement-breakpoint
CREATE TABLE "issue_images" (
	"freeze_id" text collate "C" PRIMARY KEY NOT NULL,
	"png" "bytea" NOT NULL
);
--> statement-breakpoint
CREATE TABLE "issue_items" (
	"issue_id" bigint NOT NULL,
	"comparison_id" bigint NOT NULL,
	"position" bigint NOT NULL,
	"featured" boolean NOT NULL,
	CONSTRAINT "issue_items_issue_id_position_pk" PRIMARY KEY("issue_id","position"),
	CONSTRAINT "issue_items_position" CHECK ("issue_items"."position" >= 1)
);
--> statement-breakpoint
CREATE TABLE "issues" (
	"id" bigint PRIMARY KEY GENERATED BY DEFAULT AS IDENTITY (sequence name "issues_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"slot" text collate "C" NOT NULL,
	"status" text collate "C" NOT NULL,
	"reason" text collate "C",
	"by_editor" boolean DEFAULT false NOT NULL,
	"revision" bigint DEFAULT 0 NOT NULL,
	"freeze_id" text collate "C",
	"transport" text collate "C",
	"created_at" bigint NOT NULL,
	"scheduled_at" bigint NOT NULL,
	"sending_at" bigint,
	"paused_until" bigint,
	"finished_at" bigint,
	CONSTRAINT "issues_slot_unique" UNIQUE("slot"),
	CONSTRAINT "issues_freeze_id_unique" UNIQUE("freeze_id"),
	CONSTRAINT "issues_slot" CHECK ("issues"."slot" ~ '^[0-9]{4}-W[0-5][0-9]$'),
	CONSTRAINT "issues_status" CHECK ("issues"."status" in ('draft', 'approved', 'sending', 'sent', 'skipped', 'held', 'paused', 'cancelled')),
	CONSTRAINT "issues_scheduled_at" CHECK ("issues"."scheduled_at" between 0 and 253402300799999),
	CONSTRAINT "issues_frozen" CHECK (not ("issues"."status" in ('approved', 'sending', 'sent', 'paused')) or "issues"."freeze_id" is not null)
);
--> statement-breakpoint
CREATE TABLE "item_overrides" (
	"issue_id" bigint NOT NULL,
	"comparison_id" bigint NOT NULL,
	"pinned" boolean DEFAULT false NOT NULL,
	"featured" boolean DEFAULT false NOT NULL,
	"position" bigint,
	"left_out" boolean DEFAULT false NOT NULL,
	CONSTRAINT "item_overrides_issue_id_comparison_id_pk" PRIMARY KEY("issue_id","comparison_id"),
	CONSTRAINT "item_overrides_position" CHECK ("item_overrides"."position" is null or "item_overrides"."position" >= 1)
);
--> statement-breakpoint
CREATE TABLE "link_tokens" (
	"hash" text collate "C" PRIMARY KEY NOT NULL,
	"subscriber_id" bigint NOT NULL,
	"kind" text collate "C" NOT NULL,
	"created_at" bigint NOT NULL,
	"expires_at" bigint NOT NULL,
	"used_at" bigint,
	CONSTRAINT "link_tokens_hash" CHECK (length("link_tokens"."hash") = 64),
	CONSTRAINT "link_tokens_kind" CHECK ("link_tokens"."kind" in ('confirm', 'data')),
	CONSTRAINT "link_tokens_created_at" CHECK ("link_tokens"."created_at" between 0 and 253402300799999),
	CONSTRAINT "link_tokens_expires_at" CHECK ("link_tokens"."expires_at" between 0 and 253402300799999),
	CONSTRAINT "link_tokens_used_at" CHECK ("link_tokens"."used_at" between 0 and 253402300799999)
);
--> statement-breakpoint
CREATE TABLE "logos" (
	"hash" text collate "C" PRIMARY KEY NOT NULL,
	"width" bigint NOT NULL,
	"height" bigint NOT NULL,
	"created_at" bigint NOT NULL,
	"png" "bytea" NOT NULL,
	CONSTRAINT "logos_hash" CHECK (length("logos"."hash") = 64),
	CONSTRAINT "logos_size" CHECK ("logos"."width" >= 1 and "logos"."height" >= 1),
	CONSTRAINT "logos_created_at" CHECK ("logos"."created_at" between 0 and 253402300799999)
);
--> statement-breakpoint
CREATE TABLE "looks" (
	"revision" bigint PRIMARY KEY NOT NULL,
	"updated_at" bigint NOT NULL,
	"content" text collate "C" NOT NULL,
	CONSTRAINT "looks_revision" CHECK ("looks"."revision" >= 1),
	CONSTRAINT "looks_updated_at" CHECK ("looks"."updated_at" between 0 and 253402300799999),
	CONSTRAINT "looks_content" CHECK (("looks"."content")::json is not null)
);
--> statement-breakpoint
CREATE TABLE "outgoing_emails" (
	"id" bigint PRIMARY KEY GENERATED BY DEFAULT AS IDENTITY (sequence name "outgoing_emails_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"kind" text collate "C" NOT NULL,
	"status" text collate "C" NOT NULL,
	"created_at" bigint NOT NULL,
	"attempts" bigint DEFAULT 0 NOT NULL,
	"first_attempt_at" bigint,
	"next_attempt_at" bigint,
	"lease_expires_at" bigint,
	"last_problem" text collate "C",
	"subscriber_id" bigint,
	"throttle_key" text collate "C",
	"token" text collate "C",
	"network_key" text collate "C",
	"turn" bigint,
	"slot" text collate "C",
	"event" text collate "C",
	"occasion" text collate "C",
	"facts" text collate "C",
	"earlier_id" bigint,
	CONSTRAINT "outgoing_emails_kind" CHECK ("outgoing_emails"."kind" in ('confirm', 'data', 'notice')),
	CONSTRAINT "outgoing_emails_status" CHECK ("outgoing_emails"."status" in ('open', 'taken', 'submitted', 'dropped')),
	CONSTRAINT "outgoing_emails_created_at" CHECK ("outgoing_emails"."created_at" between 0 and 253402300799999),
	CONSTRAINT "outgoing_emails_attempts" CHECK ("outgoing_emails"."attempts" >= 0),
	CONSTRAINT "outgoing_emails_first_attempt_at" CHECK ("outgoing_emails"."first_attempt_at" between 0 and 253402300799999),
	CONSTRAINT "outgoing_emails_next_attempt_at" CHECK ("outgoing_emails"."next_attempt_at" between 0 and 253402300799999),
	CONSTRAINT "outgoing_emails_lease" CHECK (("outgoing_emails"."status" = 'taken') = ("outgoing_emails"."lease_expires_at" is not null)),
	CONSTRAINT "outgoing_emails_throttle_key" CHECK (length(trim("outgoing_emails"."throttle_key")) > 0 and length("outgoing_emails"."throttle_key") <= 100),
	CONSTRAINT "outgoing_emails_slot" CHECK (length(trim("outgoing_emails"."slot")) > 0 and length("outgoing_emails"."slot") <= 8),
	CONSTRAINT "outgoing_emails_event" CHECK ("outgoing_emails"."event" in ('draft', 'skipped', 'held', 'failed', 'paused', 'sent', 'recovered')),
	CONSTRAINT "outgoing_emails_token" CHECK (("outgoing_emails"."kind" <> 'notice' and "outgoing_emails"."status" in ('open', 'taken')) = ("outgoing_emails"."token" is not null)),
	CONSTRAINT "outgoing_emails_columns" CHECK (case "outgoing_emails"."kind" when 'notice' then
        "outgoing_emails"."slot" is not null and "outgoing_emails"."event" is not null and "outgoing_emails"."occasion" is not null and "outgoing_emails"."facts" is not null
        and num_nonnulls("outgoing_emails"."subscriber_id", "outgoing_emails"."throttle_key", "outgoing_emails"."network_key", "outgoing_emails"."turn") = 0
      else
        "outgoing_emails"."throttle_key" is not null and "outgoing_emails"."turn" is not null
        and num_nonnulls("outgoing_emails"."slot", "outgoing_emails"."event", "outgoing_emails"."occasion", "outgoing_emails"."facts", "outgoing_emails"."earlier_id") = 0
      end)
);
--> statement-breakpoint
CREATE TABLE "owner_settings" (
	"revision" bigint PRIMARY KEY NOT NULL,
	"updated_at" bigint NOT NULL,
	"updated_by" text collate "C" NOT NULL,
	"content" text collate "C" NOT NULL,
	CONSTRAINT "owner_settings_revision" CHECK ("owner_settings"."revision" >= 1),
	CONSTRAINT "owner_settings_updated_at" CHECK ("owner_settings"."updated_at" between 0 and 253402300799999),
	CONSTRAINT "owner_settings_updated_by" CHECK ("owner_settings"."updated_by" in ('studio', 'command')),
	CONSTRAINT "owner_settings_content" CHECK (("owner_settings"."content")::json is not null)
);
--> statement-breakpoint
CREATE TABLE "provider_counts" (
	"issue_id" bigint PRIMARY KEY NOT NULL,
	"delayed" bigint DEFAULT 0 NOT NULL,
	"delivered" bigint DEFAULT 0 NOT NULL,
	"bounced" bigint DEFAULT 0 NOT NULL,
	"complained" bigint DEFAULT 0 NOT NULL,
	CONSTRAINT "provider_counts_delayed" CHECK ("provider_counts"."delayed" >= 0),
	CONSTRAINT "provider_counts_delivered" CHECK ("provider_counts"."delivered" >= 0),
	CONSTRAINT "provider_counts_bounced" CHECK ("provider_counts"."bounced" >= 0),
	CONSTRAINT "provider_counts_complained" CHECK ("provider_counts"."complained" >= 0)
);
--> statement-breakpoint
CREATE TABLE "provider_events" (
	"id" text collate "C" PRIMARY KEY NOT NULL,
	"type" text collate "C" NOT NULL,
	"occurred_at" bigint NOT NULL,
	"received_at" bigint NOT NULL,
	"provider_id" text collate "C",
	"delivery_id" bigint,
	"report" text collate "C",
	CONSTRAINT "provider_events_id" CHECK (length(trim("provider_events"."id")) > 0 and length("provider_events"."id") <= 256),
	CONSTRAINT "provider_events_type" CHECK (length(trim("provider_events"."type")) > 0 and length("provider_events"."type") <= 100),
	CONSTRAINT "provider_events_occurred_at" CHECK ("provider_events"."occurred_at" between 0 and 253402300799999),
	CONSTRAINT "provider_events_received_at" CHECK ("provider_events"."received_at" between 0 and 253402300799999)
);
--> statement-breakpoint
CREATE TABLE "rate_limits" (
	"key" text collate "C" PRIMARY KEY NOT NULL,
	"points" bigint DEFAULT 0 NOT NULL,
	"expire" bigint,
	CONSTRAINT "rate_limits_key" CHECK (length(trim("rate_limits"."key")) > 0 and length("rate_limits"."key") <= 100),
	CONSTRAINT "rate_limits_points" CHECK ("rate_limits"."points" >= 0),
	CONSTRAINT "rate_limits_expire" CHECK ("rate_limits"."expire" between 0 and 253402300799999)
);
--> statement-breakpoint
CREATE TABLE "request_pace" (
	"id" bigint PRIMARY KEY NOT NULL,
	"per_second" bigint,
	"learned_at" bigint,
	"blocked_until" bigint,
	CONSTRAINT "request_pace_one_row" CHECK ("request_pace"."id" = 1),
	CONSTRAINT "request_pace_per_second" CHECK ("request_pace"."per_second" is null or "request_pace"."per_second" >= 1),
	CONSTRAINT "request_pace_learned_at" CHECK ("request_pace"."learned_at" between 0 and 253402300799999),
	CONSTRAINT "request_pace_blocked_until" CHECK ("request_pace"."blocked_until" between 0 and 253402300799999)
);
--> statement-breakpoint
CREATE TABLE "request_turns" (
	"id" bigint PRIMARY KEY GENERATED BY DEFAULT AS IDENTITY (sequence name "request_turns_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"at" bigint NOT NULL,
	CONSTRAINT "request_turns_at" CHECK ("request_turns"."at" between 0 and 253402300799999)
);
--> statement-breakpoint
CREATE TABLE "reviews" (
	"comparison_id" bigint NOT NULL,
	"side" bigint NOT NULL,
	"ordinal" bigint NOT NULL,
	"reviewer" text collate "C",
	"score" bigint,
	"verdict" text collate "C",
	"text" text collate "C" NOT NULL,
	CONSTRAINT "reviews_comparison_id_side_ordinal_pk" PRIMARY KEY("comparison_id","side","ordinal"),
	CONSTRAINT "reviews_ordinal" CHECK ("reviews"."ordinal" between 1 and 50),
	CONSTRAINT "reviews_reviewer" CHECK (length(trim("reviews"."reviewer")) > 0 and length("reviews"."reviewer") <= 80),
	CONSTRAINT "reviews_score" CHECK ("reviews"."score" between 0 and 100),
	CONSTRAINT "reviews_verdict" CHECK ("reviews"."verdict" in ('ship', 'skip')),
	CONSTRAINT "reviews_text" CHECK (length(trim("reviews"."text")) > 0 and length("reviews"."text") <= 20000)
);
--> statement-breakpoint
CREATE TABLE "scheduler_watch" (
	"id" bigint PRIMARY KEY NOT NULL,
	"database" text collate "C" NOT NULL,
	"checks" bigint DEFAULT 0 NOT NULL,
	"first_checked_at" bigint,
	"checked_at" bigint,
	"pattern" text collate "C",
	"zone" text collate "C",
	"made_at" bigint,
	"since" bigint NOT NULL,
	"because" text collate "C" NOT NULL,
	CONSTRAINT "scheduler_watch_one_row" CHECK ("scheduler_watch"."id" = 1),
	CONSTRAINT "scheduler_watch_checks" CHECK ("scheduler_watch"."checks" >= 0),
	CONSTRAINT "scheduler_watch_first_checked_at" CHECK ("scheduler_watch"."first_checked_at" between 0 and 253402300799999),
	CONSTRAINT "scheduler_watch_checked_at" CHECK ("scheduler_watch"."checked_at" between 0 and 253402300799999),
	CONSTRAINT "scheduler_watch_since" CHECK ("scheduler_watch"."since" between 0 and 253402300799999),
	CONSTRAINT "scheduler_watch_because" CHECK ("scheduler_watch"."because" in ('made', 'restored', 'schedule'))
);
--> statement-breakpoint
CREATE TABLE "sign_ups" (
	"id" bigint PRIMARY KEY GENERATED BY DEFAULT AS IDENTITY (sequence name "sign_ups_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"email" text collate "C" NOT NULL,
	"email_key" text collate "C" NOT NULL,
	"name" text collate "C",
	"source" text collate "C" NOT NULL,
	"text_version" text collate "C" NOT NULL,
	"network_address" text collate "C",
	"user_agent" text collate "C",
	"at" bigint NOT NULL,
	"wish" text collate "C" DEFAULT 'subscription' NOT NULL,
	"network_key" text collate "C",
	"turn" bigint DEFAULT 0 NOT NULL,
	CONSTRAINT "sign_ups_email" CHECK (length(trim("sign_ups"."email")) > 0 and length("sign_ups"."email") <= 320),
	CONSTRAINT "sign_ups_email_key" CHECK (length(trim("sign_ups"."email_key")) > 0 and length("sign_ups"."email_key") <= 254),
	CONSTRAINT "sign_ups_name" CHECK (length(trim("sign_ups"."name")) > 0 and length("sign_ups"."name") <= 200),
	CONSTRAINT "sign_ups_source" CHECK (length(trim("sign_ups"."source")) > 0 and length("sign_ups"."source") <= 500),
	CONSTRAINT "sign_ups_text_version" CHECK (length(trim("sign_ups"."text_version")) > 0 and length("sign_ups"."text_version") <= 50),
	CONSTRAINT "sign_ups_network_address" CHECK (length(trim("sign_ups"."network_address")) > 0 and length("sign_ups"."network_address") <= 45),
	CONSTRAINT "sign_ups_user_agent" CHECK (length(trim("sign_ups"."user_agent")) > 0 and length("sign_ups"."user_agent") <= 500),
	CONSTRAINT "sign_ups_at" CHECK ("sign_ups"."at" between 0 and 253402300799999)
);
--> statement-breakpoint
CREATE TABLE "studio_events" (
	"id" bigint PRIMARY KEY GENERATED BY DEFAULT AS IDENTITY (sequence name "studio_events_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"event" text collate "C" NOT NULL,
	"at" bigint NOT NULL,
	"about" text collate "C",
	CONSTRAINT "studio_events_event" CHECK ("studio_events"."event" in ('signed-in', 'refused', 'signed-out', 'session-ended', 'exported', 'erased', 'unsubscribed', 'approved', 'sent', 'test-sent', 'resumed', 'settings-changed')),
	CONSTRAINT "studio_events_at" CHECK ("studio_events"."at" between 0 and 253402300799999),
	CONSTRAINT "studio_events_about" CHECK (length(trim("studio_events"."about")) > 0 and length("studio_events"."about") <= 100)
);
--> statement-breakpoint
CREATE TABLE "studio_sessions" (
	"id" bigint PRIMARY KEY GENERATED BY DEFAULT AS IDENTITY (sequence name "studio_sessions_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"hash" text collate "C" NOT NULL,
	"credential" text collate "C" NOT NULL,
	"created_at" bigint NOT NULL,
	"seen_at" bigint NOT NULL,
	"proved_at" bigint NOT NULL,
	"network" text collate "C",
	"browser" text collate "C",
	CONSTRAINT "studio_sessions_hash_unique" UNIQUE("hash"),
	CONSTRAINT "studio_sessions_hash" CHECK (length(trim("studio_sessions"."hash")) > 0 and length("studio_sessions"."hash") <= 64),
	CONSTRAINT "studio_sessions_credential" CHECK (length(trim("studio_sessions"."credential")) > 0 and length("studio_sessions"."credential") <= 64),
	CONSTRAINT "studio_sessions_created_at" CHECK ("studio_sessions"."created_at" between 0 and 253402300799999),
	CONSTRAINT "studio_sessions_seen_at" CHECK ("studio_sessions"."seen_at" between 0 and 253402300799999),
	CONSTRAINT "studio_sessions_proved_at" CHECK ("studio_sessions"."proved_at" between 0 and 253402300799999),
	CONSTRAINT "studio_sessions_network" CHECK (length(trim("studio_sessions"."network")) > 0 and length("studio_sessions"."network") <= 50),
	CONSTRAINT "studio_sessions_browser" CHECK (length(trim("studio_sessions"."browser")) > 0 and length("studio_sessions"."browser") <= 100)
);
--> statement-breakpoint
CREATE TABLE "subscribers" (
	"id" bigint PRIMARY KEY GENERATED BY DEFAULT AS IDENTITY (sequence name "subscribers_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"email" text collate "C" NOT NULL,
	"email_key" text collate "C" NOT NULL,
	"name" text collate "C",
	"status" text collate "C" NOT NULL,
	"paused_until" bigint,
	"created_at" bigint NOT NULL,
	CONSTRAINT "subscribers_email_key_unique" UNIQUE("email_key"),
	CONSTRAINT "subscribers_email" CHECK (length(trim("subscribers"."email")) > 0 and length("subscribers"."email") <= 320),
	CONSTRAINT "subscribers_email_key" CHECK (length(trim("subscribers"."email_key")) > 0 and length("subscribers"."email_key") <= 254),
	CONSTRAINT "subscribers_name" CHECK (length(trim("subscribers"."name")) > 0 and length("subscribers"."name") <= 200),
	CONSTRAINT "subscribers_status" CHECK ("subscribers"."status" in ('pending', 'confirmed', 'unsubscribed')),
	CONSTRAINT "subscribers_paused_until" CHECK ("subscribers"."paused_until" between 0 and 253402300799999),
	CONSTRAINT "subscribers_created_at" CHECK ("subscribers"."created_at" between 0 and 253402300799999)
);
--> statement-breakpoint
CREATE TABLE "suppressions" (
	"key" text collate "C" PRIMARY KEY NOT NULL,
	"reason" text collate "C" NOT NULL,
	"at" bigint NOT NULL,
	CONSTRAINT "suppressions_key" CHECK (length(trim("suppressions"."key")) > 0 and length("suppressions"."key") <= 254),
	CONSTRAINT "suppressions_reason" CHECK ("suppressions"."reason" in ('bounced', 'complained', 'erased')),
	CONSTRAINT "suppressions_at" CHECK ("suppressions"."at" between 0 and 253402300799999)
);
--> statement-breakpoint
CREATE TABLE "text_overrides" (
	"issue_id" bigint PRIMARY KEY NOT NULL,
	"subject" text collate "C",
	"preheader" text collate "C",
	"intro" text collate "C",
	"sponsor_title" text collate "C",
	"sponsor_text" text collate "C",
	"sponsor_url" text collate "C",
	"closing_note" text collate "C",
	CONSTRAINT "text_overrides_subject" CHECK (length(trim("text_overrides"."subject")) > 0 and length("text_overrides"."subject") <= 500),
	CONSTRAINT "text_overrides_preheader" CHECK (length(trim("text_overrides"."preheader")) > 0 and length("text_overrides"."preheader") <= 500),
	CONSTRAINT "text_overrides_intro" CHECK (length(trim("text_overrides"."intro")) > 0 and length("text_overrides"."intro") <= 20000),
	CONSTRAINT "text_overrides_sponsor_title" CHECK (length(trim("text_overrides"."sponsor_title")) > 0 and length("text_overrides"."sponsor_title") <= 200),
	CONSTRAINT "text_overrides_sponsor_text" CHECK (length(trim("text_overrides"."sponsor_text")) > 0 and length("text_overrides"."sponsor_text") <= 2000),
	CONSTRAINT "text_overrides_sponsor_url" CHECK (length(trim("text_overrides"."sponsor_url")) > 0 and length("text_overrides"."sponsor_url") <= 2000),
	CONSTRAINT "text_overrides_closing_note" CHECK (length(trim("text_overrides"."closing_note")) > 0 and length("text_overrides"."closing_note") <= 5000)
);
--> statement-breakpoint
CREATE TABLE "tools" (
	"id" bigint PRIMARY KEY GENERATED BY DEFAULT AS IDENTITY (sequence name "tools_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"key" text collate "C" NOT NULL,
	"name" text collate "C" NOT NULL,
	CONSTRAINT "tools_key_unique" UNIQUE("key"),
	CONSTRAINT "tools_key" CHECK (length(trim("tools"."key")) > 0 and length("tools"."key") <= 200),
	CONSTRAINT "tools_name" CHECK (length(trim("tools"."name")) > 0 and length("tools"."name") <= 200)
);
--> statement-breakpoint
ALTER TABLE "audiences" ADD CONSTRAINT "audiences_issue_id_issues_id_fk" FOREIGN KEY ("issue_id") REFERENCES "public"."issues"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "batches" ADD CONSTRAINT "batches_issue_id_issues_id_fk" FOREIGN KEY ("issue_id") REFERENCES "public"."issues"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "comparison_corrections" ADD CONSTRAINT "comparison_corrections_comparison_id_comparisons_id_fk" FOREIGN KEY ("comparison_id") REFERENCES "public"."comparisons"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "comparison_holds" ADD CONSTRAINT "comparison_holds_comparison_id_comparisons_id_fk" FOREIGN KEY ("comparison_id") REFERENCES "public"."comparisons"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "comparison_sides" ADD CONSTRAINT "comparison_sides_comparison_id_comparisons_id_fk" FOREIGN KEY ("comparison_id") REFERENCES "public"."comparisons"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "comparison_sides" ADD CONSTRAINT "comparison_sides_tool_id_tools_id_fk" FOREIGN KEY ("tool_id") REFERENCES "public"."tools"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "consent_events" ADD CONSTRAINT "consent_events_subscriber_id_subscribers_id_fk" FOREIGN KEY ("subscriber_id") REFERENCES "public"."subscribers"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "deliveries" ADD CONSTRAINT "deliveries_subscriber_id_subscribers_id_fk" FOREIGN KEY ("subscriber_id") REFERENCES "public"."subscribers"("id") ON DELETE set null ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "deliveries" ADD CONSTRAINT "deliveries_issue_id_batch_number_batches_issue_id_number_fk" FOREIGN KEY ("issue_id","batch_number") REFERENCES "public"."batches"("issue_id","number") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "email_requests" ADD CONSTRAINT "email_requests_email_id_outgoing_emails_id_fk" FOREIGN KEY ("email_id") REFERENCES "public"."outgoing_emails"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "issue_images" ADD CONSTRAINT "issue_images_freeze_id_frozen_copies_id_fk" FOREIGN KEY ("freeze_id") REFERENCES "public"."frozen_copies"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "issue_items" ADD CONSTRAINT "issue_items_issue_id_issues_id_fk" FOREIGN KEY ("issue_id") REFERENCES "public"."issues"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "issue_items" ADD CONSTRAINT "issue_items_comparison_id_comparisons_id_fk" FOREIGN KEY ("comparison_id") REFERENCES "public"."comparisons"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "issues" ADD CONSTRAINT "issues_freeze_id_frozen_copies_id_fk" FOREIGN KEY ("freeze_id") REFERENCES "public"."frozen_copies"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "item_overrides" ADD CONSTRAINT "item_overrides_issue_id_issues_id_fk" FOREIGN KEY ("issue_id") REFERENCES "public"."issues"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "item_overrides" ADD CONSTRAINT "item_overrides_comparison_id_comparisons_id_fk" FOREIGN KEY ("comparison_id") REFERENCES "public"."comparisons"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "link_tokens" ADD CONSTRAINT "link_tokens_subscriber_id_subscribers_id_fk" FOREIGN KEY ("subscriber_id") REFERENCES "public"."subscribers"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "outgoing_emails" ADD CONSTRAINT "outgoing_emails_subscriber_id_subscribers_id_fk" FOREIGN KEY ("subscriber_id") REFERENCES "public"."subscribers"("id") ON DELETE set null ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "provider_counts" ADD CONSTRAINT "provider_counts_issue_id_issues_id_fk" FOREIGN KEY ("issue_id") REFERENCES "public"."issues"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "reviews" ADD CONSTRAINT "reviews_comparison_id_side_comparison_sides_comparison_id_side_fk" FOREIGN KEY ("comparison_id","side") REFERENCES "public"."comparison_sides"("comparison_id","side") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "text_overrides" ADD CONSTRAINT "text_overrides_issue_id_issues_id_fk" FOREIGN KEY ("issue_id") REFERENCES "public"."issues"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "batches_unfinished" ON "batches" USING btree ("issue_id",(idempotency_key is null),"number") WHERE status in ('open', 'taken');--> statement-breakpoint
CREATE INDEX "batches_counts" ON "batches" USING btree ("issue_id","number","size","submitted","rejected","uncertain","excluded");--> statement-breakpoint
CREATE INDEX "batches_by_day" ON "batches" USING btree ("counted_on" NULLS FIRST) WHERE counted_on is not null;--> statement-breakpoint
CREATE INDEX "comparison_sides_by_tool" ON "comparison_sides" USING btree ("tool_id");--> statement-breakpoint
CREATE INDEX "comparisons_by_published_at" ON "comparisons" USING btree ("published_at");--> statement-breakpoint
CREATE INDEX "consent_events_by_subscriber" ON "consent_events" USING btree ("subscriber_id");--> statement-breakpoint
CREATE INDEX "deliveries_by_batch" ON "deliveries" USING btree ("issue_id","batch_number");--> statement-breakpoint
CREATE INDEX "deliveries_by_provider_id" ON "deliveries" USING btree ("provider_id" NULLS FIRST) WHERE provider_id is not null;--> statement-breakpoint
CREATE INDEX "deliveries_not_submitted" ON "deliveries" USING btree ("issue_id","status","reject_code" NULLS FIRST,"exclusion_reason" NULLS FIRST,"id") WHERE status not in ('pending', 'submitted');--> statement-breakpoint
CREATE INDEX "deliveries_bounced_or_complained" ON "deliveries" USING btree ("issue_id","provider_state" NULLS FIRST,"bounce_kind" NULLS FIRST,"bounce_code" NULLS FIRST,"id") WHERE provider_state in ('bounced', 'complained');--> statement-breakpoint
CREATE UNIQUE INDEX "issue_items_once" ON "issue_items" USING btree ("comparison_id");--> statement-breakpoint
CREATE INDEX "item_overrides_by_comparison" ON "item_overrides" USING btree ("comparison_id");--> statement-breakpoint
CREATE INDEX "link_tokens_by_subscriber" ON "link_tokens" USING btree ("subscriber_id");--> statement-breakpoint
CREATE INDEX "link_tokens_by_end" ON "link_tokens" USING btree ("expires_at");--> statement-breakpoint
CREATE INDEX "outgoing_emails_waiting" ON "outgoing_emails" USING btree ("turn" NULLS FIRST,"id") WHERE status in ('open', 'taken');--> statement-breakpoint
CREATE INDEX "outgoing_emails_by_throttle_key" ON "outgoing_emails" USING btree ("throttle_key" NULLS FIRST,"created_at");--> statement-breakpoint
CREATE INDEX "outgoing_emails_by_age" ON "outgoing_emails" USING btree ("created_at") WHERE kind <> 'notice';--> statement-breakpoint
CREATE INDEX "outgoing_emails_by_subscriber" ON "outgoing_emails" USING btree ("subscriber_id" NULLS FIRST);--> statement-breakpoint
CREATE INDEX "outgoing_emails_by_network" ON "outgoing_emails" USING btree ("network_key" NULLS FIRST,"turn" NULLS FIRST) WHERE network_key is not null;--> statement-breakpoint
CREATE UNIQUE INDEX "outgoing_emails_notice_once" ON "outgoing_emails" USING btree ("slot" NULLS FIRST,"event" NULLS FIRST,"occasion" NULLS FIRST) WHERE kind = 'notice';--> statement-breakpoint
CREATE INDEX "provider_events_by_age" ON "provider_events" USING btree ("received_at");--> statement-breakpoint
CREATE INDEX "provider_events_unmatched" ON "provider_events" USING btree ("provider_id" NULLS FIRST) WHERE delivery_id is null and provider_id is not null;--> statement-breakpoint
CREATE INDEX "rate_limits_by_end" ON "rate_limits" USING btree ("expire" NULLS FIRST);--> statement-breakpoint
CREATE INDEX "sign_ups_by_turn" ON "sign_ups" USING btree ("turn","network_key" NULLS FIRST,"at");--> statement-breakpoint
CREATE INDEX "sign_ups_by_network" ON "sign_ups" USING btree ("network_key" NULLS FIRST,"turn");--> statement-breakpoint
CREATE INDEX "studio_events_by_time" ON "studio_events" USING btree ("at");--> statement-breakpoint
CREATE INDEX "subscribers_confirmed" ON "subscribers" USING btree ("paused_until" NULLS FIRST) WHERE status = 'confirmed';--> statement-breakpoint
CREATE INDEX "subscribers_pending" ON "subscribers" USING btree ("id") WHERE status = 'pending';
--> statement-breakpoint
CREATE FUNCTION "refuse_change_of_consent"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
	-- A row goes only with its subscriber: by then the cascade has already taken the subscriber's own row.
	IF TG_OP = 'DELETE' AND NOT EXISTS (SELECT 1 FROM "subscribers" WHERE "id" = OLD."subscriber_id") THEN
		RETURN OLD;
	END IF;
	RAISE EXCEPTION 'consent_events is append-only';
END $$;
--> statement-breakpoint
CREATE TRIGGER "consent_events_no_change" BEFORE UPDATE OR DELETE ON "consent_events"
FOR EACH ROW EXECUTE FUNCTION "refuse_change_of_consent"();
--> statement-breakpoint
-- The one row, by which the database knows how old it is: no earlier slot goes out by itself.
INSERT INTO "scheduler_watch" ("id", "database", "made_at", "since", "because")
SELECT 1, replace(gen_random_uuid()::text, '-', ''), "now", "now", 'made'
FROM (SELECT (extract(epoch from clock_timestamp()) * 1000)::bigint AS "now") AS "clock";
--> statement-breakpoint
-- Batches and deliveries are updated two or three times, soon after they are made: room on their pages, and vacuum early.
ALTER TABLE "deliveries" SET (fillfactor = 80, autovacuum_vacuum_scale_factor = 0.02);
--> statement-breakpoint
ALTER TABLE "batches" SET (fillfactor = 60, autovacuum_vacuum_scale_factor = 0.02);
--> statement-breakpoint
-- Where the database is, one row: a copy of it finds itself elsewhere. And a fingerprint of the secret that signs.
CREATE TABLE "known_server" (
	"id" bigint PRIMARY KEY CHECK ("id" = 1),
	"system" text collate "C",
	"timeline" bigint,
	"database" text collate "C" NOT NULL,
	"commits_wait" boolean NOT NULL,
	"failed_over" boolean NOT NULL,
	"secret" text collate "C"
);
