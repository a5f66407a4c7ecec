CREATE TABLE "branch_restrictions" (
	"id" uuid PRIMARY KEY NOT NULL,
	"workspace_id" uuid NOT NULL,
	"repository_id" uuid NOT NULL,
	"number" bigint NOT NULL,
	"kind" text NOT NULL,
	"pattern" text NOT NULL,
	"value" integer,
	"exempt" jsonb NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "branch_restrictions_number_key" UNIQUE("repository_id","number"),
	CONSTRAINT "branch_restrictions_kind_key" UNIQUE("repository_id","kind","pattern")
);
--> statement-breakpoint
CREATE TABLE "default_reviewers" (
	"workspace_id" uuid NOT NULL,
	"repository_id" uuid NOT NULL,
	"user_id" uuid NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "default_reviewers_repository_id_user_id_pk" PRIMARY KEY("repository_id","user_id")
);
--> statement-breakpoint
CREATE TABLE "commit_approvals" (
	"workspace_id" uuid NOT NULL,
	"repository_id" uuid NOT NULL,
	"commit" text NOT NULL,
	"actor_kind" text NOT NULL,
	"actor_id" uuid NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "commit_approvals_repository_id_commit_actor_id_pk" PRIMARY KEY("repository_id","commit","actor_id")
);
--> statement-breakpoint
CREATE TABLE "commit_comments" (
	"id" uuid PRIMARY KEY NOT NULL,
	"workspace_id" uuid NOT NULL,
	"repository_id" uuid NOT NULL,
	"number" bigint NOT NULL,
	"commit" text NOT NULL,
	"actor_kind" text NOT NULL,
	"actor_id" uuid NOT NULL,
	"content" text NOT NULL,
	"parent" bigint,
	"path" text,
	"from_line" integer,
	"to_line" integer,
	"created_at" timestamp (3) with time zone NOT NULL,
	"updated_at" timestamp (3) with time zone NOT NULL,
	"deleted_at" timestamp (3) with time zone,
	CONSTRAINT "commit_comments_number_key" UNIQUE("repository_id","number")
);
--> statement-breakpoint
CREATE TABLE "commit_reports" (
	"id" uuid PRIMARY KEY NOT NULL,
	"workspace_id" uuid NOT NULL,
	"repository_id" uuid NOT NULL,
	"commit" text NOT NULL,
	"external_id" text NOT NULL,
	"title" text NOT NULL,
	"details" text NOT NULL,
	"reporter" text,
	"link" text,
	"logo_url" text,
	"remote_link_enabled" boolean NOT NULL,
	"report_type" text NOT NULL,
	"result" text,
	"data" jsonb NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	"updated_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "commit_reports_external_id_key" UNIQUE("repository_id","commit","external_id"),
	CONSTRAINT "commit_reports_workspace_id_id_key" UNIQUE("workspace_id","id")
);
--> statement-breakpoint
CREATE TABLE "report_annotations" (
	"id" uuid PRIMARY KEY NOT NULL,
	"workspace_id" uuid NOT NULL,
	"report_id" uuid NOT NULL,
	"external_id" text NOT NULL,
	"annotation_type" text NOT NULL,
	"summary" text NOT NULL,
	"details" text,
	"path" text,
	"line" integer,
	"result" text,
	"severity" text,
	"link" text,
	"created_at" timestamp (3) with time zone NOT NULL,
	"updated_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "report_annotations_external_id_key" UNIQUE("report_id","external_id")
);
--> statement-breakpoint
CREATE TABLE "commit_statuses" (
	"id" uuid PRIMARY KEY NOT NULL,
	"workspace_id" uuid NOT NULL,
	"repository_id" uuid NOT NULL,
	"commit" text NOT NULL,
	"key" text NOT NULL,
	"state" text NOT NULL,
	"name" text NOT NULL,
	"description" text NOT NULL,
	"url" text NOT NULL,
	"refname" text,
	"created_at" timestamp (3) with time zone NOT NULL,
	"updated_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "commit_statuses_key" UNIQUE("repository_id","commit","key")
);
--> statement-breakpoint
CREATE TABLE "pull_request_activity" (
	"id" uuid PRIMARY KEY NOT NULL,
	"workspace_id" uuid NOT NULL,
	"pull_request_id" uuid NOT NULL,
	"kind" text NOT NULL,
	"actor_kind" text NOT NULL,
	"actor_id" uuid NOT NULL,
	"at" timestamp (3) with time zone NOT NULL,
	"state" jsonb,
	"comment" bigint
);
--> statement-breakpoint
CREATE TABLE "pull_request_comments" (
	"id" uuid PRIMARY KEY NOT NULL,
	"workspace_id" uuid NOT NULL,
	"pull_request_id" uuid NOT NULL,
	"number" bigint NOT NULL,
	"actor_kind" text NOT NULL,
	"actor_id" uuid NOT NULL,
	"content" text NOT NULL,
	"parent" bigint,
	"path" text,
	"from_line" integer,
	"to_line" integer,
	"created_at" timestamp (3) with time zone NOT NULL,
	"updated_at" timestamp (3) with time zone NOT NULL,
	"deleted_at" timestamp (3) with time zone,
	"resolved_at" timestamp (3) with time zone,
	"resolved_by_kind" text,
	"resolved_by_id" uuid,
	CONSTRAINT "pull_request_comments_number_key" UNIQUE("pull_request_id","number")
);
--> statement-breakpoint
CREATE TABLE "pull_request_participants" (
	"workspace_id" uuid NOT NULL,
	"pull_request_id" uuid NOT NULL,
	"actor_kind" text NOT NULL,
	"actor_id" uuid NOT NULL,
	"role" text NOT NULL,
	"state" text,
	"participated_at" timestamp (3) with time zone,
	CONSTRAINT "pull_request_participants_pull_request_id_actor_id_pk" PRIMARY KEY("pull_request_id","actor_id")
);
--> statement-breakpoint
CREATE TABLE "pull_request_tasks" (
	"id" uuid PRIMARY KEY NOT NULL,
	"workspace_id" uuid NOT NULL,
	"pull_request_id" uuid NOT NULL,
	"number" bigint NOT NULL,
	"actor_kind" text NOT NULL,
	"actor_id" uuid NOT NULL,
	"content" text NOT NULL,
	"comment" bigint,
	"created_at" timestamp (3) with time zone NOT NULL,
	"updated_at" timestamp (3) with time zone NOT NULL,
	"resolved_at" timestamp (3) with time zone,
	"resolved_by_kind" text,
	"resolved_by_id" uuid,
	CONSTRAINT "pull_request_tasks_number_key" UNIQUE("pull_request_id","number")
);
--> statement-breakpoint
CREATE TABLE "pull_requests" (
	"id" uuid PRIMARY KEY NOT NULL,
	"workspace_id" uuid NOT NULL,
	"repository_id" uuid NOT NULL,
	"number" integer NOT NULL,
	"title" text NOT NULL,
	"description" text NOT NULL,
	"state" text NOT NULL,
	"draft" boolean NOT NULL,
	"source_branch" text NOT NULL,
	"source_commit" text NOT NULL,
	"destination_branch" text NOT NULL,
	"destination_commit" text NOT NULL,
	"merge_commit" text,
	"close_source_branch" boolean NOT NULL,
	"reason" text DEFAULT '' NOT NULL,
	"author_kind" text NOT NULL,
	"author_id" uuid NOT NULL,
	"closed_by_kind" text,
	"closed_by_id" uuid,
	"created_at" timestamp (3) with time zone NOT NULL,
	"updated_at" timestamp (3) with time zone NOT NULL,
	"closed_at" timestamp (3) with time zone,
	CONSTRAINT "pull_requests_number_key" UNIQUE("repository_id","number"),
	CONSTRAINT "pull_requests_workspace_id_id_key" UNIQUE("workspace_id","id")
);
--> statement-breakpoint
CREATE TABLE "repository_counters" (
	"workspace_id" uuid NOT NULL,
	"repository_id" uuid NOT NULL,
	"kind" text NOT NULL,
	"last" bigint NOT NULL,
	CONSTRAINT "repository_counters_repository_id_kind_pk" PRIMARY KEY("repository_id","kind")
);
--> statement-breakpoint
ALTER TABLE "branch_restrictions" ADD CONSTRAINT "branch_restrictions_repository_fkey" FOREIGN KEY ("workspace_id","repository_id") REFERENCES "public"."repositories"("workspace_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "default_reviewers" ADD CONSTRAINT "default_reviewers_user_id_users_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."users"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "default_reviewers" ADD CONSTRAINT "default_reviewers_repository_fkey" FOREIGN KEY ("workspace_id","repository_id") REFERENCES "public"."repositories"("workspace_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "commit_approvals" ADD CONSTRAINT "commit_approvals_repository_fkey" FOREIGN KEY ("workspace_id","repository_id") REFERENCES "public"."repositories"("workspace_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "commit_comments" ADD CONSTRAINT "commit_comments_repository_fkey" FOREIGN KEY ("workspace_id","repository_id") REFERENCES "public"."repositories"("workspace_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "commit_reports" ADD CONSTRAINT "commit_reports_repository_fkey" FOREIGN KEY ("workspace_id","repository_id") REFERENCES "public"."repositories"("workspace_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "report_annotations" ADD CONSTRAINT "report_annotations_report_fkey" FOREIGN KEY ("workspace_id","report_id") REFERENCES "public"."commit_reports"("workspace_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "commit_statuses" ADD CONSTRAINT "commit_statuses_repository_fkey" FOREIGN KEY ("workspace_id","repository_id") REFERENCES "public"."repositories"("workspace_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "pull_request_activity" ADD CONSTRAINT "pull_request_activity_pull_request_fkey" FOREIGN KEY ("workspace_id","pull_request_id") REFERENCES "public"."pull_requests"("workspace_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "pull_request_comments" ADD CONSTRAINT "pull_request_comments_pull_request_fkey" FOREIGN KEY ("workspace_id","pull_request_id") REFERENCES "public"."pull_requests"("workspace_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "pull_request_participants" ADD CONSTRAINT "pull_request_participants_pull_request_fkey" FOREIGN KEY ("workspace_id","pull_request_id") REFERENCES "public"."pull_requests"("workspace_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "pull_request_tasks" ADD CONSTRAINT "pull_request_tasks_pull_request_fkey" FOREIGN KEY ("workspace_id","pull_request_id") REFERENCES "public"."pull_requests"("workspace_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "pull_requests" ADD CONSTRAINT "pull_requests_repository_fkey" FOREIGN KEY ("workspace_id","repository_id") REFERENCES "public"."repositories"("workspace_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "repository_counters" ADD CONSTRAINT "repository_counters_repository_fkey" FOREIGN KEY ("workspace_id","repository_id") REFERENCES "public"."repositories"("workspace_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "commit_comments_list_idx" ON "commit_comments" USING btree ("repository_id","commit","number");--> statement-breakpoint
CREATE INDEX "commit_statuses_list_idx" ON "commit_statuses" USING btree ("repository_id","commit","created_at");--> statement-breakpoint
CREATE INDEX "pull_request_activity_idx" ON "pull_request_activity" USING btree ("pull_request_id","id");--> statement-breakpoint
CREATE UNIQUE INDEX "pull_requests_open_key" ON "pull_requests" USING btree ("repository_id","source_branch","destination_branch") WHERE "pull_requests"."state" = 'OPEN';--> statement-breakpoint
CREATE INDEX "pull_requests_list_idx" ON "pull_requests" USING btree ("repository_id","state","number");--> statement-breakpoint
CREATE INDEX "pull_requests_author_idx" ON "pull_requests" USING btree ("workspace_id","author_id");