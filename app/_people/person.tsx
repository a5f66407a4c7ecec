import { Avatar } from "@/components/ui/avatar";
import { KeyCut } from "@/components/ui/key-cut";
import type { KnownAuthor } from "@/lib/access-tokens/authors";
import type { Author } from "@/lib/git/commits";

/** Who did something: a person or an access token. */
export type Person = { kind: KnownAuthor["kind"]; id: string; name: string; active: boolean };

export function toPerson(known: KnownAuthor | undefined, unknownName = "Somebody"): Person {
  if (!known) return { kind: "user", id: "", name: unknownName, active: false };
  const { kind, id, name } = known;
  return { kind, id, name, active: known.kind === "user" || known.active };
}

/** Who wrote a commit: as they are known here, or as the commit says. */
export function toCommitAuthor({ name, email }: Author, known: KnownAuthor | undefined): Person {
  return toPerson(known, name || email || "Nobody");
}

/** People are round, tokens square with their key. The name stands beside it. */
export function PersonMark({ person, size = "normal" }: { person: Person; size?: "normal" | "small" }) {
  return person.kind === "access_token" ? (
    <KeyCut id={person.id} off={!person.active} size={size} />
  ) : (
    <Avatar name={person.name} size={size} />
  );
}

/** "renovate (access token)": a name alone doesn't say that it is a machine's. */
export function nameOf({ kind, name }: Person): string {
  return kind === "access_token" ? `${name} (access token)` : name;
}
