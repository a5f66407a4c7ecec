CREATE TABLE "known_keys" (
	"id" text PRIMARY KEY NOT NULL,
	"fingerprint" "bytea" NOT NULL,
	"first_seen_at" timestamp (3) with time zone NOT NULL
);
