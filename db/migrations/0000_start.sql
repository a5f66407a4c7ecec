CREATE TYPE "public"."secret_end_reason" AS ENUM('revoked', 'resource_deleted');--> statement-breakpoint
CREATE TYPE "public"."access_token_kind" AS ENUM('repository', 'project', 'workspace');--> statement-breakpoint
CREATE TYPE "public"."account_link_purpose" AS ENUM('first_admin', 'invitation');--> statement-breakpoint
CREATE TYPE "public"."actor_kind" AS ENUM('user', 'access_token', 'operator');--> statement-breakpoint
CREATE TYPE "public"."workspace_role" AS ENUM('member', 'admin');--> statement-breakpoint
CREATE TYPE "public"."permission" AS ENUM('read', 'write', 'admin');--> statement-breakpoint
CREATE TYPE "public"."plan" AS ENUM('free', 'standard', 'premium');--> statement-breakpoint
CREATE TABLE "access_token_secrets" (
	"digest" "bytea" PRIMARY KEY NOT NULL,
	"key_id" text NOT NULL,
	"access_token_id" uuid NOT NULL,
	"workspace_id" uuid NOT NULL,
	"kind" "access_token_kind" NOT NULL,
	"project_id" uuid,
	"repository_id" uuid,
	"scopes" text[] NOT NULL,
	"name" text NOT NULL,
	"bot_id" text NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	"expires_at" timestamp (3) with time zone,
	CONSTRAINT "access_token_secrets_owner_check" CHECK (case "access_token_secrets"."kind"
        when 'workspace' then num_nonnulls("access_token_secrets"."project_id", "access_token_secrets"."repository_id") = 0
        when 'project' then "access_token_secrets"."project_id" is not null and "access_token_secrets"."repository_id" is null
        when 'repository' then "access_token_secrets"."repository_id" is not null and "access_token_secrets"."project_id" is null
      end)
);
--> statement-breakpoint
CREATE TABLE "access_tokens" (
	"id" uuid PRIMARY KEY NOT NULL,
	"workspace_id" uuid NOT NULL,
	"kind" "access_token_kind" NOT NULL,
	"project_id" uuid,
	"repository_id" uuid,
	"name" text NOT NULL,
	"scopes" text[] NOT NULL,
	"bot_id" text NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	"created_by" uuid,
	"revoked_at" timestamp (3) with time zone,
	"revoked_by" uuid,
	"last_used_at" timestamp (3) with time zone,
	CONSTRAINT "access_tokens_bot_id_unique" UNIQUE("bot_id"),
	CONSTRAINT "access_tokens_workspace_id_id_key" UNIQUE("workspace_id","id"),
	CONSTRAINT "access_tokens_owner_check" CHECK (case "access_tokens"."kind"
        when 'workspace' then num_nonnulls("access_tokens"."project_id", "access_tokens"."repository_id") = 0
        when 'project' then "access_tokens"."repository_id" is null and ("access_tokens"."project_id" is not null or "access_tokens"."revoked_at" is not null)
        when 'repository' then "access_tokens"."project_id" is null and ("access_tokens"."repository_id" is not null or "access_tokens"."revoked_at" is not null)
      end),
	CONSTRAINT "access_tokens_scopes_check" CHECK (cardinality("access_tokens"."scopes") > 0)
);
--> statement-breakpoint
CREATE TABLE "ended_secrets" (
	"digest" "bytea" PRIMARY KEY NOT NULL,
	"access_token_id" uuid NOT NULL,
	"workspace_id" uuid NOT NULL,
	"reason" "secret_end_reason" NOT NULL,
	"ended_at" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "account_links" (
	"id" uuid PRIMARY KEY NOT NULL,
	"digest" "bytea" NOT NULL,
	"purpose" "account_link_purpose" NOT NULL,
	"workspace_id" uuid,
	"email" text,
	"role" "workspace_role",
	"created_at" timestamp (3) with time zone NOT NULL,
	"created_by" uuid,
	"expires_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "account_links_digest_unique" UNIQUE("digest"),
	CONSTRAINT "account_links_purpose_check" CHECK (("account_links"."purpose" = 'invitation') = (num_nonnulls("account_links"."workspace_id", "account_links"."email", "account_links"."role") = 3))
);
--> statement-breakpoint
CREATE TABLE "audit_events" (
	"id" uuid PRIMARY KEY NOT NULL,
	"at" timestamp (3) with time zone NOT NULL,
	"workspace_id" uuid,
	"actor_kind" "actor_kind" NOT NULL,
	"actor_id" uuid,
	"action" text NOT NULL,
	"resource_kind" text NOT NULL,
	"resource_id" uuid,
	"address" text,
	"request_id" text,
	"details" jsonb NOT NULL
);
--> statement-breakpoint
CREATE TABLE "memberships" (
	"workspace_id" uuid NOT NULL,
	"user_id" uuid NOT NULL,
	"role" "workspace_role" NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "memberships_workspace_id_user_id_pk" PRIMARY KEY("workspace_id","user_id")
);
--> statement-breakpoint
CREATE TABLE "project_permissions" (
	"workspace_id" uuid NOT NULL,
	"project_id" uuid NOT NULL,
	"user_id" uuid NOT NULL,
	"permission" "permission" NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "project_permissions_project_id_user_id_pk" PRIMARY KEY("project_id","user_id")
);
--> statement-breakpoint
CREATE TABLE "repository_permissions" (
	"workspace_id" uuid NOT NULL,
	"repository_id" uuid NOT NULL,
	"user_id" uuid NOT NULL,
	"permission" "permission" NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "repository_permissions_repository_id_user_id_pk" PRIMARY KEY("repository_id","user_id")
);
--> statement-breakpoint
CREATE TABLE "projects" (
	"id" uuid PRIMARY KEY NOT NULL,
	"workspace_id" uuid NOT NULL,
	"key" text NOT NULL,
	"name" text NOT NULL,
	"description" text DEFAULT '' NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	"updated_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "projects_workspace_id_key_key" UNIQUE("workspace_id","key"),
	CONSTRAINT "projects_workspace_id_id_key" UNIQUE("workspace_id","id")
);
--> statement-breakpoint
CREATE TABLE "rate_limits" (
	"key" text PRIMARY KEY NOT NULL,
	"points" integer DEFAULT 0 NOT NULL,
	"expire" bigint
);
--> statement-breakpoint
CREATE TABLE "repositories" (
	"id" uuid PRIMARY KEY NOT NULL,
	"workspace_id" uuid NOT NULL,
	"project_id" uuid NOT NULL,
	"slug" text NOT NULL,
	"name" text NOT NULL,
	"description" text DEFAULT '' NOT NULL,
	"main_branch" text DEFAULT 'main' NOT NULL,
	"size" bigint DEFAULT 0 NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	"updated_at" timestamp (3) with time zone NOT NULL,
	"pushed_at" timestamp (3) with time zone,
	CONSTRAINT "repositories_workspace_id_slug_key" UNIQUE("workspace_id","slug"),
	CONSTRAINT "repositories_workspace_id_id_key" UNIQUE("workspace_id","id")
);
--> statement-breakpoint
CREATE TABLE "users" (
	"id" uuid PRIMARY KEY NOT NULL,
	"email" text NOT NULL,
	"name" text NOT NULL,
	"password_hash" text NOT NULL,
	"session_generation" integer DEFAULT 1 NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "workspaces" (
	"id" uuid PRIMARY KEY NOT NULL,
	"slug" text NOT NULL,
	"name" text NOT NULL,
	"plan" "plan" DEFAULT 'free' NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	"updated_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "workspaces_slug_unique" UNIQUE("slug")
);
--> statement-breakpoint
ALTER TABLE "access_token_secrets" ADD CONSTRAINT "access_token_secrets_token_fkey" FOREIGN KEY ("workspace_id","access_token_id") REFERENCES "public"."access_tokens"("workspace_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "access_tokens" ADD CONSTRAINT "access_tokens_workspace_id_workspaces_id_fk" FOREIGN KEY ("workspace_id") REFERENCES "public"."workspaces"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "access_tokens" ADD CONSTRAINT "access_tokens_created_by_users_id_fk" FOREIGN KEY ("created_by") REFERENCES "public"."users"("id") ON DELETE set null ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "access_tokens" ADD CONSTRAINT "access_tokens_revoked_by_users_id_fk" FOREIGN KEY ("revoked_by") REFERENCES "public"."users"("id") ON DELETE set null ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "access_tokens" ADD CONSTRAINT "access_tokens_project_fkey" FOREIGN KEY ("workspace_id","project_id") REFERENCES "public"."projects"("workspace_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "access_tokens" ADD CONSTRAINT "access_tokens_repository_fkey" FOREIGN KEY ("workspace_id","repository_id") REFERENCES "public"."repositories"("workspace_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "ended_secrets" ADD CONSTRAINT "ended_secrets_token_fkey" FOREIGN KEY ("workspace_id","access_token_id") REFERENCES "public"."access_tokens"("workspace_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "account_links" ADD CONSTRAINT "account_links_workspace_id_workspaces_id_fk" FOREIGN KEY ("workspace_id") REFERENCES "public"."workspaces"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "account_links" ADD CONSTRAINT "account_links_created_by_users_id_fk" FOREIGN KEY ("created_by") REFERENCES "public"."users"("id") ON DELETE set null ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "memberships" ADD CONSTRAINT "memberships_workspace_id_workspaces_id_fk" FOREIGN KEY ("workspace_id") REFERENCES "public"."workspaces"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "memberships" ADD CONSTRAINT "memberships_user_id_users_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."users"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "project_permissions" ADD CONSTRAINT "project_permissions_project_fkey" FOREIGN KEY ("workspace_id","project_id") REFERENCES "public"."projects"("workspace_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "project_permissions" ADD CONSTRAINT "project_permissions_membership_fkey" FOREIGN KEY ("workspace_id","user_id") REFERENCES "public"."memberships"("workspace_id","user_id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "repository_permissions" ADD CONSTRAINT "repository_permissions_repository_fkey" FOREIGN KEY ("workspace_id","repository_id") REFERENCES "public"."repositories"("workspace_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "repository_permissions" ADD CONSTRAINT "repository_permissions_membership_fkey" FOREIGN KEY ("workspace_id","user_id") REFERENCES "public"."memberships"("workspace_id","user_id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "projects" ADD CONSTRAINT "projects_workspace_id_workspaces_id_fk" FOREIGN KEY ("workspace_id") REFERENCES "public"."workspaces"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "repositories" ADD CONSTRAINT "repositories_workspace_id_workspaces_id_fk" FOREIGN KEY ("workspace_id") REFERENCES "public"."workspaces"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "repositories" ADD CONSTRAINT "repositories_project_fkey" FOREIGN KEY ("workspace_id","project_id") REFERENCES "public"."projects"("workspace_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "access_token_secrets_token_idx" ON "access_token_secrets" USING btree ("access_token_id");--> statement-breakpoint
CREATE UNIQUE INDEX "access_tokens_live_workspace_name_key" ON "access_tokens" USING btree ("workspace_id",lower("name")) WHERE "access_tokens"."kind" = 'workspace' and "access_tokens"."revoked_at" is null;--> statement-breakpoint
CREATE UNIQUE INDEX "access_tokens_live_project_name_key" ON "access_tokens" USING btree ("project_id",lower("name")) WHERE "access_tokens"."kind" = 'project' and "access_tokens"."revoked_at" is null;--> statement-breakpoint
CREATE UNIQUE INDEX "access_tokens_live_repository_name_key" ON "access_tokens" USING btree ("repository_id",lower("name")) WHERE "access_tokens"."kind" = 'repository' and "access_tokens"."revoked_at" is null;--> statement-breakpoint
CREATE INDEX "access_tokens_workspace_owner_idx" ON "access_tokens" USING btree ("workspace_id","kind","created_at");--> statement-breakpoint
CREATE INDEX "access_tokens_project_idx" ON "access_tokens" USING btree ("project_id","created_at");--> statement-breakpoint
CREATE INDEX "access_tokens_repository_idx" ON "access_tokens" USING btree ("repository_id","created_at");--> statement-breakpoint
CREATE INDEX "ended_secrets_token_idx" ON "ended_secrets" USING btree ("access_token_id");--> statement-breakpoint
CREATE INDEX "account_links_workspace_idx" ON "account_links" USING btree ("workspace_id");--> statement-breakpoint
CREATE INDEX "audit_events_workspace_at_idx" ON "audit_events" USING btree ("workspace_id","at");--> statement-breakpoint
CREATE INDEX "memberships_user_id_idx" ON "memberships" USING btree ("user_id");--> statement-breakpoint
CREATE INDEX "project_permissions_user_id_idx" ON "project_permissions" USING btree ("user_id");--> statement-breakpoint
CREATE INDEX "repository_permissions_user_id_idx" ON "repository_permissions" USING btree ("user_id");--> statement-breakpoint
CREATE INDEX "repositories_project_id_idx" ON "repositories" USING btree ("project_id");--> statement-breakpoint
CREATE UNIQUE INDEX "users_email_key" ON "users" USING btree (lower("email"));