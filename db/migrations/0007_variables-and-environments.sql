CREATE TABLE "environments" (
	"id" uuid PRIMARY KEY NOT NULL,
	"workspace_id" uuid NOT NULL,
	"repository_id" uuid NOT NULL,
	"name" text NOT NULL,
	"slug" text NOT NULL,
	"type" text NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	"updated_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "environments_place_key" UNIQUE("workspace_id","repository_id","id"),
	CONSTRAINT "environments_slug_key" UNIQUE("repository_id","slug"),
	CONSTRAINT "environments_type_check" CHECK ("environments"."type" in ('Test', 'Staging', 'Production'))
);
--> statement-breakpoint
CREATE TABLE "variables" (
	"id" uuid PRIMARY KEY NOT NULL,
	"workspace_id" uuid NOT NULL,
	"repository_id" uuid,
	"environment_id" uuid,
	"key" text NOT NULL,
	"value" text,
	"sealed" "bytea",
	"key_id" text,
	"created_at" timestamp (3) with time zone NOT NULL,
	"updated_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "variables_key_key" UNIQUE NULLS NOT DISTINCT("workspace_id","repository_id","environment_id","key"),
	CONSTRAINT "variables_place_check" CHECK ("variables"."environment_id" is null or "variables"."repository_id" is not null),
	CONSTRAINT "variables_value_check" CHECK (num_nonnulls("variables"."value", "variables"."sealed") = 1 and num_nonnulls("variables"."sealed", "variables"."key_id") in (0, 2))
);
--> statement-breakpoint
ALTER TABLE "environments" ADD CONSTRAINT "environments_repository_fkey" FOREIGN KEY ("workspace_id","repository_id") REFERENCES "public"."repositories"("workspace_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "variables" ADD CONSTRAINT "variables_workspace_id_workspaces_id_fk" FOREIGN KEY ("workspace_id") REFERENCES "public"."workspaces"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "variables" ADD CONSTRAINT "variables_repository_fkey" FOREIGN KEY ("workspace_id","repository_id") REFERENCES "public"."repositories"("workspace_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "variables" ADD CONSTRAINT "variables_environment_fkey" FOREIGN KEY ("workspace_id","repository_id","environment_id") REFERENCES "public"."environments"("workspace_id","repository_id","id") ON DELETE cascade ON UPDATE no action;