DROP INDEX "pull_requests_open_key";--> statement-breakpoint
ALTER TABLE "pull_requests" ADD COLUMN "source_repository_id" uuid;--> statement-breakpoint
UPDATE "pull_requests" SET "source_repository_id" = "repository_id";--> statement-breakpoint
ALTER TABLE "pull_requests" ADD CONSTRAINT "pull_requests_source_repository_fkey" FOREIGN KEY ("workspace_id","source_repository_id") REFERENCES "public"."repositories"("workspace_id","id") ON DELETE set null ("source_repository_id") ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "pull_requests_source_idx" ON "pull_requests" USING btree ("workspace_id","source_repository_id");--> statement-breakpoint
CREATE UNIQUE INDEX "pull_requests_open_key" ON "pull_requests" USING btree ("repository_id","source_repository_id","source_branch","destination_branch") WHERE "pull_requests"."state" = 'OPEN';