import Link from "next/link";
import { nameOf, PersonMark, toCommitAuthor } from "@/app/_people/person";
import { Time } from "@/components/ui/time";
import { authorsByEmail } from "@/lib/access-tokens/authors";
import type { Commit } from "@/lib/git/commits";
import type { Repository } from "@/lib/repositories/find";
import { addressOf, commitPage } from "./addresses";

/** Commits with their authors, each leading to its page. `detailed`: on a page of their own. */
export async function CommitList({
  repository,
  commits,
  detailed = false,
}: {
  repository: Repository;
  commits: Commit[];
  detailed?: boolean;
}) {
  const authors = await authorsByEmail(
    repository.workspace.id,
    commits.map((commit) => commit.author.email),
  );
  return (
    <ul className={detailed ? undefined : "py-1"}>
      {commits.map((commit) => {
        const author = toCommitAuthor(commit.author, authors.get(commit.author.email));
        return (
          <li
            key={commit.hash}
            className={
              detailed
                ? "flex items-start gap-2.5 border-b px-4 py-2.5 last:border-b-0 hover:bg-hover"
                : "flex items-start gap-2.5 px-4 py-2"
            }
          >
            <PersonMark person={author} />
            <div className="min-w-0 flex-1">
              <p className={detailed ? "font-medium [overflow-wrap:anywhere]" : "truncate"} title={subjectOf(commit)}>
                <Link
                  href={commitPage(addressOf(repository), commit.hash)}
                  prefetch={false}
                  className="text-fg no-underline hover:underline"
                >
                  {subjectOf(commit)}
                </Link>
              </p>
              <p className="text-xs text-muted [overflow-wrap:anywhere]">
                {detailed ? (
                  <>
                    <code className="phone:hidden">{commit.hash.slice(0, 7)} </code>
                    {nameOf(author)} ·{" "}
                  </>
                ) : (
                  <>
                    <span className="sr-only">{nameOf(author)} </span>
                    <code>{commit.hash.slice(0, 7)}</code>{" "}
                  </>
                )}
                <Time at={commit.committedAt} />
              </p>
            </div>
            {detailed ? (
              <code className="mt-0.5 text-xs text-muted max-phone:hidden" title={commit.hash}>
                {commit.hash.slice(0, 7)}
              </code>
            ) : null}
          </li>
        );
      })}
    </ul>
  );
}

/** The first line of the message. */
export function subjectOf(commit: Commit): string {
  return commit.message.trimStart().split("\n", 1)[0]?.trim() || "No message";
}

/** What the message says after its first line. */
export function bodyOf(commit: Commit): string {
  const message = commit.message.trimStart();
  return message.includes("\n") ? message.slice(message.indexOf("\n")).trim() : "";
}
