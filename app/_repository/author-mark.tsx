import { Avatar } from "@/components/ui/avatar";
import { KeyCut } from "@/components/ui/key-cut";
import type { KnownAuthor } from "@/lib/access-tokens/authors";
import type { Author } from "@/lib/git/commits";

/** People are round, tokens square with their key. The name stands beside it. */
export function AuthorMark({ author, name }: { author: KnownAuthor | undefined; name: string }) {
  return author?.kind === "access_token" ? <KeyCut id={author.id} off={!author.active} /> : <Avatar name={name} />;
}

/** The name of who wrote a commit: as it is known here, or as the commit says. */
export function nameOfAuthor(author: Author, known: KnownAuthor | undefined): string {
  return known?.name ?? (author.name || author.email || "Nobody");
}
