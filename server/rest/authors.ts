import type { KnownAuthor } from "@/lib/access-tokens/authors";
import type { Author } from "@/lib/git/commits";
import { timestamp, uuidOf } from "./objects";

/** An author of a commit: what the commit says, with the account behind it where there is one. */
export function presentAuthor(author: Author, authors: ReadonlyMap<string, KnownAuthor>) {
  const known = authors.get(author.email);
  return { type: "author", raw: author.raw, ...(known ? { user: presentAccount(known) } : {}) };
}

function presentAccount(known: KnownAuthor) {
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
