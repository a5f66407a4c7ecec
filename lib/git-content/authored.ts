import { authorsByEmail, type KnownAuthor } from "../access-tokens/authors";
import type { Commit } from "../git/commits";
import type { Repository } from "../repositories/find";

/** Something of a repository's content, with whom its commits are by, by address. */
export type Authored<Content> = Content & { repository: Repository; authors: ReadonlyMap<string, KnownAuthor> };

export async function withAuthors<Content extends object>(
  repository: Repository,
  commits: readonly Commit[],
  content: Content,
  otherEmails: readonly string[] = [],
): Promise<Authored<Content>> {
  const emails = [...commits.flatMap(({ author, committer }) => [author.email, committer.email]), ...otherEmails];
  return { ...content, repository, authors: await authorsByEmail(repository.workspace.id, emails) };
}
