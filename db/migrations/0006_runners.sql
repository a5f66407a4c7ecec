ALTER TYPE "public"."actor_kind" ADD VALUE 'runner' BEFORE 'operator';--> statement-breakpoint
CREATE TABLE "runner_tokens" (
	"digest" "bytea" PRIMARY KEY NOT NULL,
	"key_id" text NOT NULL,
	"workspace_id" uuid NOT NULL,
	"runner_id" uuid NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	"expires_at" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "runners" (
	"id" uuid PRIMARY KEY NOT NULL,
	"workspace_id" uuid NOT NULL,
	"repository_id" uuid,
	"name" text NOT NULL,
	"labels" text[] NOT NULL,
	"enabled" boolean NOT NULL,
	"secret_digest" "bytea" NOT NULL,
	"key_id" text NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	"updated_at" timestamp (3) with time zone NOT NULL,
	"seen_at" timestamp (3) with time zone,
	CONSTRAINT "runners_secret_digest_unique" UNIQUE("secret_digest"),
	CONSTRAINT "runners_workspace_id_id_key" UNIQUE("workspace_id","id")
);
--> statement-breakpoint
ALTER TABLE "runner_tokens" ADD CONSTRAINT "runner_tokens_runner_fkey" FOREIGN KEY ("workspace_id","runner_id") REFERENCES "public"."runners"("workspace_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "runners" ADD CONSTRAINT "runners_workspace_id_workspaces_id_fk" FOREIGN KEY ("workspace_id") REFERENCES "public"."workspaces"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "runners" ADD CONSTRAINT "runners_repository_fkey" FOREIGN KEY ("workspace_id","repository_id") REFERENCES "public"."repositories"("workspace_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "runner_tokens_runner_idx" ON "runner_tokens" USING btree ("runner_id");--> statement-breakpoint
CREATE INDEX "runner_tokens_expires_idx" ON "runner_tokens" USING btree ("expires_at");--> statement-breakpoint
CREATE INDEX "runners_owner_idx" ON "runners" USING btree ("workspace_id","repository_id");