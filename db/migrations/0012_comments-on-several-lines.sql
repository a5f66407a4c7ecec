ALTER TABLE "commit_comments" ADD COLUMN "start_from_line" integer;--> statement-breakpoint
ALTER TABLE "commit_comments" ADD COLUMN "start_to_line" integer;--> statement-breakpoint
ALTER TABLE "pull_request_comments" ADD COLUMN "start_from_line" integer;--> statement-breakpoint
ALTER TABLE "pull_request_comments" ADD COLUMN "start_to_line" integer;