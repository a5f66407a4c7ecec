CREATE TABLE "pipeline_log_chunks" (
	"workspace_id" uuid NOT NULL,
	"step_id" uuid NOT NULL,
	"number" integer NOT NULL,
	"bytes" "bytea" NOT NULL,
	CONSTRAINT "pipeline_log_chunks_step_id_number_pk" PRIMARY KEY("step_id","number")
);
--> statement-breakpoint
CREATE TABLE "pipeline_settings" (
	"workspace_id" uuid NOT NULL,
	"repository_id" uuid PRIMARY KEY NOT NULL,
	"enabled" boolean NOT NULL
);
--> statement-breakpoint
CREATE TABLE "pipeline_start_variables" (
	"id" uuid PRIMARY KEY NOT NULL,
	"workspace_id" uuid NOT NULL,
	"pipeline_id" uuid NOT NULL,
	"key" text NOT NULL,
	"value" text,
	"sealed" "bytea",
	"key_id" text,
	CONSTRAINT "pipeline_start_variables_key_key" UNIQUE("pipeline_id","key"),
	CONSTRAINT "pipeline_start_variables_value_check" CHECK (num_nonnulls("pipeline_start_variables"."value", "pipeline_start_variables"."sealed") = 1 and ("pipeline_start_variables"."sealed" is null) = ("pipeline_start_variables"."key_id" is null))
);
--> statement-breakpoint
CREATE TABLE "pipeline_steps" (
	"id" uuid PRIMARY KEY NOT NULL,
	"workspace_id" uuid NOT NULL,
	"pipeline_id" uuid NOT NULL,
	"name" text NOT NULL,
	"state" text NOT NULL,
	"result" text,
	"created_at" timestamp (3) with time zone NOT NULL,
	"started_at" timestamp (3) with time zone,
	"completed_at" timestamp (3) with time zone,
	"log_size" integer NOT NULL,
	"log_cut" boolean NOT NULL,
	CONSTRAINT "pipeline_steps_workspace_id_id_key" UNIQUE("workspace_id","id"),
	CONSTRAINT "pipeline_steps_state_check" CHECK ("pipeline_steps"."state" in ('pending', 'in_progress', 'completed')),
	CONSTRAINT "pipeline_steps_result_check" CHECK (("pipeline_steps"."state" = 'completed') = ("pipeline_steps"."result" is not null))
);
--> statement-breakpoint
CREATE TABLE "pipelines" (
	"id" uuid PRIMARY KEY NOT NULL,
	"workspace_id" uuid NOT NULL,
	"repository_id" uuid NOT NULL,
	"build_number" integer NOT NULL,
	"state" text NOT NULL,
	"result" text,
	"problem" text,
	"ref_type" text,
	"ref_name" text,
	"commit" text NOT NULL,
	"selector_type" text NOT NULL,
	"selector_pattern" text,
	"creator_kind" text NOT NULL,
	"creator_id" uuid NOT NULL,
	"runner_id" uuid,
	"created_at" timestamp (3) with time zone NOT NULL,
	"started_at" timestamp (3) with time zone,
	"heard_at" timestamp (3) with time zone,
	"completed_at" timestamp (3) with time zone,
	CONSTRAINT "pipelines_number_key" UNIQUE("repository_id","build_number"),
	CONSTRAINT "pipelines_workspace_id_id_key" UNIQUE("workspace_id","id"),
	CONSTRAINT "pipelines_state_check" CHECK ("pipelines"."state" in ('pending', 'in_progress', 'completed')),
	CONSTRAINT "pipelines_result_check" CHECK (("pipelines"."state" = 'completed') = ("pipelines"."result" is not null and "pipelines"."completed_at" is not null)),
	CONSTRAINT "pipelines_runner_check" CHECK ("pipelines"."state" <> 'in_progress'
        or num_nonnulls("pipelines"."runner_id", "pipelines"."started_at", "pipelines"."heard_at") = 3),
	CONSTRAINT "pipelines_ref_check" CHECK (num_nonnulls("pipelines"."ref_type", "pipelines"."ref_name") in (0, 2))
);
--> statement-breakpoint
ALTER TABLE "pipeline_log_chunks" ADD CONSTRAINT "pipeline_log_chunks_step_fkey" FOREIGN KEY ("workspace_id","step_id") REFERENCES "public"."pipeline_steps"("workspace_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "pipeline_settings" ADD CONSTRAINT "pipeline_settings_repository_fkey" FOREIGN KEY ("workspace_id","repository_id") REFERENCES "public"."repositories"("workspace_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "pipeline_start_variables" ADD CONSTRAINT "pipeline_start_variables_pipeline_fkey" FOREIGN KEY ("workspace_id","pipeline_id") REFERENCES "public"."pipelines"("workspace_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "pipeline_steps" ADD CONSTRAINT "pipeline_steps_pipeline_fkey" FOREIGN KEY ("workspace_id","pipeline_id") REFERENCES "public"."pipelines"("workspace_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "pipelines" ADD CONSTRAINT "pipelines_repository_fkey" FOREIGN KEY ("workspace_id","repository_id") REFERENCES "public"."repositories"("workspace_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "pipeline_steps_pipeline_idx" ON "pipeline_steps" USING btree ("pipeline_id","id");--> statement-breakpoint
CREATE INDEX "pipelines_waiting_idx" ON "pipelines" USING btree ("workspace_id","created_at","id") WHERE "pipelines"."state" = 'pending';--> statement-breakpoint
CREATE INDEX "pipelines_heard_idx" ON "pipelines" USING btree ("heard_at") WHERE "pipelines"."state" = 'in_progress';