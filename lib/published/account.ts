import { z } from "zod";
import type { KnownAuthor } from "../access-tokens/authors";
import type { Author } from "../git/commits";
import { Link, Timestamp, timestamp, Uuid, uuidOf } from "./values";

const common = {
  uuid: Uuid,
  account_id: z.string(),
  display_name: z.string(),
  created_on: Timestamp,
  links: z.record(z.string(), Link),
};

/** A person. */
const UserObject = z
  .object({ type: z.literal("user"), nickname: z.string(), account_status: z.literal("active"), ...common })
  .meta({ id: "user" });

/** An access token, as an author. */
const AppUserObject = z
  .object({
    type: z.literal("app_user"),
    kind: z.enum(["repository_access_token", "project_access_token", "workspace_access_token"]),
    account_status: z.enum(["active", "inactive"]),
    ...common,
  })
  .meta({ id: "app_user" });

export const AccountObject = z.union([UserObject, AppUserObject]);
type Account = z.infer<typeof AccountObject>;

export const AuthorObject = z
  .object({ type: z.literal("author"), raw: z.string(), user: AccountObject.optional() })
  .meta({ id: "author" });

/** An author of a commit: what the commit says, with the account behind it where there is one. */
export function presentAuthor(author: Author, authors: ReadonlyMap<string, KnownAuthor>): z.infer<typeof AuthorObject> {
  const known = authors.get(author.email);
  return { type: "author", raw: author.raw, ...(known ? { user: presentAccount(known) } : {}) };
}

/** A person or a token; null where nothing is known of it any more. */
export function presentActor(known: KnownAuthor | undefined): Account | null {
  return known ? presentAccount(known) : null;
}

/** A person or a token. */
export function presentAccount(known: KnownAuthor): Account {
  const account = {
    uuid: uuidOf(known),
    account_id: `712020:${known.id}`,
    display_name: known.name,
    created_on: timestamp(known.createdAt),
    links: {},
  };
  switch (known.kind) {
    case "access_token":
      return {
        type: "app_user",
        kind: `${known.tokenKind}_access_token`,
        account_status: known.active ? "active" : "inactive",
        ...account,
      };
    case "user":
      return { type: "user", nickname: known.name, account_status: "active", ...account };
  }
}
