import { Avatar } from "@/components/ui/avatar";
import { KeyCut } from "@/components/ui/key-cut";
import { Time } from "@/components/ui/time";
import { authorsByEmail, type KnownAuthor } from "@/lib/access-tokens/authors";
import type { Commit } from "@/lib/git/commits";

/** Commits with their authors: people are round, tokens square with their key. `detailed`: on a page of their own. */
export async function CommitList({
  workspaceId,
  commits,
  detailed = false,
}: {
  workspaceId: string;
  commits: Commit[];
  detailed?: boolean;
}) {
  const authors = await authorsByEmail(
    workspaceId,
    commits.map((commit) => commit.author.email),
  );
  return (
    <ul className={detailed ? undefined : "py-1"}>
      {commits.map((commit) => {
        const author = authors.get(commit.author.email);
        const name = author?.name ?? (commit.author.name || commit.author.email || "Nobody");
        return (
          <li
            key={commit.hash}
            className={
              detailed
                ? "flex items-start gap-2.5 border-b px-4 py-2.5 last:border-b-0 hover:bg-hover"
                : "flex items-start gap-2.5 px-4 py-2"
            }
          >
            <AuthorMark author={author} name={name} />
            <div className="min-w-0 flex-1">
              <p className={detailed ? "font-medium [overflow-wrap:anywhere]" : "truncate"} title={subjectOf(commit)}>
                {subjectOf(commit)}
              </p>
              <p className="text-xs text-muted [overflow-wrap:anywhere]">
                {detailed ? (
                  <>
                    <code className="phone:hidden">{commit.hash.slice(0, 7)} </code>
                    {name}
                    {author?.kind === "access_token" ? " (access token)" : ""} ·{" "}
                  </>
                ) : (
                  <>
                    <span className="sr-only">{name} </span>
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

function AuthorMark({ author, name }: { author: KnownAuthor | undefined; name: string }) {
  return author?.kind === "access_token" ? <KeyCut id={author.id} off={!author.active} /> : <Avatar name={name} />;
}

/** The first line of the message. */
export function subjectOf(commit: Commit): string {
  return commit.message.trimStart().split("\n", 1)[0]?.trim() || "No message";
}
