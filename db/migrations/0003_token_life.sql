ALTER TYPE "public"."actor_kind" ADD VALUE 'system';--> statement-breakpoint
CREATE TYPE "public"."address_mode" AS ENUM('enforce', 'watch');--> statement-breakpoint
ALTER TYPE "public"."secret_end_reason" ADD VALUE 'replaced';--> statement-breakpoint
ALTER TYPE "public"."secret_end_reason" ADD VALUE 'expired';--> statement-breakpoint
ALTER TYPE "public"."secret_end_reason" ADD VALUE 'reported';--> statement-breakpoint
ALTER TYPE "public"."secret_end_reason" ADD VALUE 'self';--> statement-breakpoint
CREATE TABLE "audit_chains" (
	"id" uuid PRIMARY KEY NOT NULL,
	"position" bigint NOT NULL,
	"hash" "bytea" NOT NULL
);
--> statement-breakpoint
CREATE TABLE "inbox_items" (
	"user_id" uuid NOT NULL,
	"notice_id" uuid NOT NULL,
	"workspace_id" uuid NOT NULL,
	"read_at" timestamp (3) with time zone,
	CONSTRAINT "inbox_items_user_id_notice_id_pk" PRIMARY KEY("user_id","notice_id")
);
--> statement-breakpoint
CREATE TABLE "notice_preferences" (
	"user_id" uuid NOT NULL,
	"workspace_id" uuid NOT NULL,
	"inbox" boolean NOT NULL,
	"email" boolean NOT NULL,
	"muted_kinds" text[] NOT NULL,
	CONSTRAINT "notice_preferences_user_id_workspace_id_pk" PRIMARY KEY("user_id","workspace_id")
);
--> statement-breakpoint
CREATE TABLE "notice_webhooks" (
	"workspace_id" uuid PRIMARY KEY NOT NULL,
	"url" text NOT NULL,
	"secret" "bytea" NOT NULL,
	"key_id" text NOT NULL,
	"muted_kinds" text[] NOT NULL,
	"updated_at" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "notices" (
	"id" uuid PRIMARY KEY NOT NULL,
	"workspace_id" uuid NOT NULL,
	"access_token_id" uuid NOT NULL,
	"kind" text NOT NULL,
	"event_key" text NOT NULL,
	"at" timestamp (3) with time zone NOT NULL,
	"details" jsonb NOT NULL,
	"delivered_at" timestamp (3) with time zone,
	CONSTRAINT "notices_event_key" UNIQUE("workspace_id","event_key"),
	CONSTRAINT "notices_workspace_id_id_key" UNIQUE("workspace_id","id")
);
--> statement-breakpoint
CREATE TABLE "token_policies" (
	"workspace_id" uuid PRIMARY KEY NOT NULL,
	"longest_lifetime_days" integer,
	"never_expires_allowed" boolean DEFAULT true NOT NULL,
	"strong_scopes_expire" boolean DEFAULT false NOT NULL,
	"repository_admins_may_issue" boolean DEFAULT true NOT NULL,
	"api_requests_per_hour" integer DEFAULT 1000,
	"git_requests_per_hour" integer DEFAULT 60000,
	"refuses_pushed_secrets" boolean DEFAULT true NOT NULL,
	"updated_at" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "token_presets" (
	"id" uuid PRIMARY KEY NOT NULL,
	"workspace_id" uuid NOT NULL,
	"name" text NOT NULL,
	"scopes" text[] NOT NULL,
	"lifetime_days" integer,
	"addresses" text[],
	"refs" text[],
	"created_at" timestamp (3) with time zone NOT NULL,
	"created_by" uuid
);
--> statement-breakpoint
CREATE TABLE "token_callers" (
	"access_token_id" uuid NOT NULL,
	"workspace_id" uuid NOT NULL,
	"secret_id" uuid NOT NULL,
	"address" text NOT NULL,
	"client" text NOT NULL,
	"requests" bigint NOT NULL,
	"first_at" timestamp (3) with time zone NOT NULL,
	"last_at" timestamp (3) with time zone NOT NULL,
	"last_operation" text NOT NULL,
	CONSTRAINT "token_callers_access_token_id_secret_id_address_client_pk" PRIMARY KEY("access_token_id","secret_id","address","client")
);
--> statement-breakpoint
CREATE TABLE "token_usage_days" (
	"access_token_id" uuid NOT NULL,
	"workspace_id" uuid NOT NULL,
	"day" date NOT NULL,
	"requests" bigint NOT NULL,
	"refusals" bigint NOT NULL,
	CONSTRAINT "token_usage_days_access_token_id_day_pk" PRIMARY KEY("access_token_id","day")
);
--> statement-breakpoint
CREATE TABLE "token_usage_operations" (
	"access_token_id" uuid NOT NULL,
	"workspace_id" uuid NOT NULL,
	"day" date NOT NULL,
	"operation" text NOT NULL,
	"scope" text NOT NULL,
	"outcome" text NOT NULL,
	"requests" bigint NOT NULL,
	"last_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "token_usage_operations_access_token_id_day_operation_scope_outcome_pk" PRIMARY KEY("access_token_id","day","operation","scope","outcome")
);
--> statement-breakpoint
ALTER TABLE "access_token_secrets" ADD COLUMN "id" uuid DEFAULT gen_random_uuid() NOT NULL;--> statement-breakpoint
ALTER TABLE "access_token_secrets" ALTER COLUMN "id" DROP DEFAULT;--> statement-breakpoint
ALTER TABLE "access_token_secrets" ADD COLUMN "addresses" text[];--> statement-breakpoint
ALTER TABLE "access_token_secrets" ADD COLUMN "address_mode" "address_mode" DEFAULT 'enforce' NOT NULL;--> statement-breakpoint
ALTER TABLE "access_token_secrets" ADD COLUMN "refs" text[];--> statement-breakpoint
ALTER TABLE "access_token_secrets" ADD COLUMN "superseded_at" timestamp (3) with time zone;--> statement-breakpoint
ALTER TABLE "access_tokens" ADD COLUMN "addresses" text[];--> statement-breakpoint
ALTER TABLE "access_tokens" ADD COLUMN "address_mode" "address_mode" DEFAULT 'enforce' NOT NULL;--> statement-breakpoint
ALTER TABLE "access_tokens" ADD COLUMN "refs" text[];--> statement-breakpoint
ALTER TABLE "access_tokens" ADD COLUMN "expires_at" timestamp (3) with time zone;--> statement-breakpoint
ALTER TABLE "access_tokens" ADD COLUMN "adopted_by" uuid;--> statement-breakpoint
ALTER TABLE "access_tokens" ADD COLUMN "adopted_at" timestamp (3) with time zone;--> statement-breakpoint
ALTER TABLE "access_tokens" ADD COLUMN "replaced_at" timestamp (3) with time zone;--> statement-breakpoint
ALTER TABLE "access_tokens" ADD COLUMN "end_reason" "secret_end_reason";--> statement-breakpoint
UPDATE "access_tokens" SET "end_reason" = CASE WHEN num_nonnulls("project_id", "repository_id") = 0 AND "kind" <> 'workspace' THEN 'resource_deleted'::secret_end_reason ELSE 'revoked'::secret_end_reason END WHERE "revoked_at" IS NOT NULL;--> statement-breakpoint
ALTER TABLE "ended_secrets" ADD COLUMN "id" uuid DEFAULT gen_random_uuid() NOT NULL;--> statement-breakpoint
ALTER TABLE "ended_secrets" ALTER COLUMN "id" DROP DEFAULT;--> statement-breakpoint
ALTER TABLE "ended_secrets" ADD COLUMN "tried_at" timestamp (3) with time zone;--> statement-breakpoint
ALTER TABLE "audit_events" ADD COLUMN "position" bigint DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "audit_events" ADD COLUMN "hash" "bytea" DEFAULT '\x'::bytea NOT NULL;--> statement-breakpoint
ALTER TABLE "inbox_items" ADD CONSTRAINT "inbox_items_user_id_users_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."users"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "inbox_items" ADD CONSTRAINT "inbox_items_notice_fkey" FOREIGN KEY ("workspace_id","notice_id") REFERENCES "public"."notices"("workspace_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "notice_preferences" ADD CONSTRAINT "notice_preferences_user_id_users_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."users"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "notice_preferences" ADD CONSTRAINT "notice_preferences_workspace_id_workspaces_id_fk" FOREIGN KEY ("workspace_id") REFERENCES "public"."workspaces"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "notice_webhooks" ADD CONSTRAINT "notice_webhooks_workspace_id_workspaces_id_fk" FOREIGN KEY ("workspace_id") REFERENCES "public"."workspaces"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "notices" ADD CONSTRAINT "notices_workspace_id_workspaces_id_fk" FOREIGN KEY ("workspace_id") REFERENCES "public"."workspaces"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "notices" ADD CONSTRAINT "notices_token_fkey" FOREIGN KEY ("workspace_id","access_token_id") REFERENCES "public"."access_tokens"("workspace_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "token_policies" ADD CONSTRAINT "token_policies_workspace_id_workspaces_id_fk" FOREIGN KEY ("workspace_id") REFERENCES "public"."workspaces"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "token_presets" ADD CONSTRAINT "token_presets_workspace_id_workspaces_id_fk" FOREIGN KEY ("workspace_id") REFERENCES "public"."workspaces"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "token_presets" ADD CONSTRAINT "token_presets_created_by_users_id_fk" FOREIGN KEY ("created_by") REFERENCES "public"."users"("id") ON DELETE set null ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "token_callers" ADD CONSTRAINT "token_callers_token_fkey" FOREIGN KEY ("workspace_id","access_token_id") REFERENCES "public"."access_tokens"("workspace_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "token_usage_days" ADD CONSTRAINT "token_usage_days_token_fkey" FOREIGN KEY ("workspace_id","access_token_id") REFERENCES "public"."access_tokens"("workspace_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "token_usage_operations" ADD CONSTRAINT "token_usage_operations_token_fkey" FOREIGN KEY ("workspace_id","access_token_id") REFERENCES "public"."access_tokens"("workspace_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "inbox_items_notice_idx" ON "inbox_items" USING btree ("notice_id");--> statement-breakpoint
CREATE INDEX "inbox_items_unread_idx" ON "inbox_items" USING btree ("user_id") WHERE "inbox_items"."read_at" is null;--> statement-breakpoint
CREATE INDEX "notices_token_idx" ON "notices" USING btree ("access_token_id");--> statement-breakpoint
CREATE UNIQUE INDEX "token_presets_name_key" ON "token_presets" USING btree ("workspace_id",lower("name"));--> statement-breakpoint
CREATE INDEX "token_callers_last_at_idx" ON "token_callers" USING btree ("last_at");--> statement-breakpoint
CREATE INDEX "token_usage_days_day_idx" ON "token_usage_days" USING btree ("day");--> statement-breakpoint
CREATE INDEX "token_usage_operations_day_idx" ON "token_usage_operations" USING btree ("day");--> statement-breakpoint
ALTER TABLE "access_tokens" ADD CONSTRAINT "access_tokens_adopted_by_users_id_fk" FOREIGN KEY ("adopted_by") REFERENCES "public"."users"("id") ON DELETE set null ON UPDATE no action;--> statement-breakpoint
CREATE UNIQUE INDEX "access_token_secrets_newest_key" ON "access_token_secrets" USING btree ("access_token_id") WHERE "access_token_secrets"."superseded_at" is null;--> statement-breakpoint
CREATE UNIQUE INDEX "access_token_secrets_old_key" ON "access_token_secrets" USING btree ("access_token_id") WHERE "access_token_secrets"."superseded_at" is not null;--> statement-breakpoint
CREATE INDEX "access_token_secrets_expires_idx" ON "access_token_secrets" USING btree ("expires_at");--> statement-breakpoint
CREATE FUNCTION "audit_event_text"("event" "audit_events") RETURNS text LANGUAGE sql IMMUTABLE AS $$
	SELECT jsonb_build_array(
		event.position, event.id, (extract(epoch from event.at) * 1000)::bigint, event.workspace_id, event.actor_kind,
		event.actor_id, event.action, event.resource_kind, event.resource_id, event.address, event.request_id, event.details
	)::text
$$;--> statement-breakpoint
CREATE FUNCTION "audit_event_chained"() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
	chain uuid := coalesce(new.workspace_id, '00000000-0000-0000-0000-000000000000');
	previous bytea;
BEGIN
	-- The row of the chain is the lock: whoever appends next waits until this transaction ends.
	INSERT INTO audit_chains (id, position, hash) VALUES (chain, 0, '') ON CONFLICT (id) DO NOTHING;
	SELECT hash, position + 1 INTO previous, new.position FROM audit_chains WHERE id = chain FOR UPDATE;
	new.hash := sha256(previous || convert_to(audit_event_text(new), 'UTF8'));
	UPDATE audit_chains SET position = new.position, hash = new.hash WHERE id = chain;
	RETURN new;
END
$$;--> statement-breakpoint
DO $$
DECLARE
	event audit_events;
	chain uuid;
	previous bytea;
BEGIN
	FOR event IN SELECT * FROM audit_events ORDER BY at, id LOOP
		chain := coalesce(event.workspace_id, '00000000-0000-0000-0000-000000000000');
		INSERT INTO audit_chains (id, position, hash) VALUES (chain, 0, '') ON CONFLICT (id) DO NOTHING;
		SELECT hash, position + 1 INTO previous, event.position FROM audit_chains WHERE id = chain;
		event.hash := sha256(previous || convert_to(audit_event_text(event), 'UTF8'));
		UPDATE audit_chains SET position = event.position, hash = event.hash WHERE id = chain;
		UPDATE audit_events SET position = event.position, hash = event.hash WHERE id = event.id;
	END LOOP;
END
$$;--> statement-breakpoint
CREATE TRIGGER "audit_events_chained" BEFORE INSERT ON "audit_events" FOR EACH ROW EXECUTE FUNCTION audit_event_chained();--> statement-breakpoint
CREATE FUNCTION "audit_events_are_kept"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
	RAISE EXCEPTION 'Audit events are append-only.' USING ERRCODE = 'insufficient_privilege';
END
$$;--> statement-breakpoint
CREATE TRIGGER "audit_events_kept" BEFORE UPDATE OR DELETE OR TRUNCATE ON "audit_events" FOR EACH STATEMENT EXECUTE FUNCTION audit_events_are_kept();--> statement-breakpoint
CREATE UNIQUE INDEX "audit_events_chain_key" ON "audit_events" USING btree (coalesce("workspace_id", '00000000-0000-0000-0000-000000000000'::uuid),"position");--> statement-breakpoint
CREATE INDEX "audit_events_resource_idx" ON "audit_events" USING btree ("workspace_id","resource_id","at");--> statement-breakpoint
CREATE INDEX "audit_events_person_idx" ON "audit_events" USING btree ("actor_id","at") WHERE "audit_events"."workspace_id" is null;--> statement-breakpoint
CREATE INDEX "audit_events_deleted_idx" ON "audit_events" USING btree ("workspace_id","resource_id") WHERE "audit_events"."action" in ('project.deleted', 'repository.deleted');--> statement-breakpoint
ALTER TABLE "access_token_secrets" ADD CONSTRAINT "access_token_secrets_id_unique" UNIQUE("id");--> statement-breakpoint
ALTER TABLE "access_token_secrets" ADD CONSTRAINT "access_token_secrets_superseded_check" CHECK ("access_token_secrets"."superseded_at" is null or "access_token_secrets"."expires_at" is not null);--> statement-breakpoint
ALTER TABLE "access_tokens" ADD CONSTRAINT "access_tokens_end_reason_check" CHECK (("access_tokens"."revoked_at" is null) = ("access_tokens"."end_reason" is null));