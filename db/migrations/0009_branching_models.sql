ALTER TABLE "default_reviewers" DROP CONSTRAINT "default_reviewers_repository_id_user_id_pk";--> statement-breakpoint
ALTER TABLE "branch_restrictions" ALTER COLUMN "pattern" DROP NOT NULL;--> statement-breakpoint
ALTER TABLE "default_reviewers" ALTER COLUMN "repository_id" DROP NOT NULL;--> statement-breakpoint
ALTER TABLE "branch_restrictions" ADD COLUMN "branch_type" text;--> statement-breakpoint
ALTER TABLE "default_reviewers" ADD COLUMN "project_id" uuid;--> statement-breakpoint
ALTER TABLE "projects" ADD COLUMN "branching_model" jsonb;--> statement-breakpoint
ALTER TABLE "repositories" ADD COLUMN "branching_model" jsonb;--> statement-breakpoint
ALTER TABLE "default_reviewers" ADD CONSTRAINT "default_reviewers_project_fkey" FOREIGN KEY ("workspace_id","project_id") REFERENCES "public"."projects"("workspace_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "branch_restrictions" ADD CONSTRAINT "branch_restrictions_type_key" UNIQUE("repository_id","kind","branch_type");--> statement-breakpoint
ALTER TABLE "default_reviewers" ADD CONSTRAINT "default_reviewers_project_key" UNIQUE("project_id","user_id");--> statement-breakpoint
ALTER TABLE "default_reviewers" ADD CONSTRAINT "default_reviewers_repository_key" UNIQUE("repository_id","user_id");--> statement-breakpoint
ALTER TABLE "branch_restrictions" ADD CONSTRAINT "branch_restrictions_branches_check" CHECK (num_nonnulls("branch_restrictions"."pattern", "branch_restrictions"."branch_type") = 1);--> statement-breakpoint
ALTER TABLE "branch_restrictions" ADD CONSTRAINT "branch_restrictions_branch_type_check" CHECK ("branch_restrictions"."branch_type" in ('feature', 'bugfix', 'release', 'hotfix', 'development', 'production'));--> statement-breakpoint
ALTER TABLE "default_reviewers" ADD CONSTRAINT "default_reviewers_owner_check" CHECK (num_nonnulls("default_reviewers"."project_id", "default_reviewers"."repository_id") = 1);