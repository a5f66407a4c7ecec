import Link from "next/link";
import { nameOf, PersonMark, toCommitAuthor, toPerson } from "@/app/_people/person";
import { addressOf, commitPage } from "@/app/_repository/addresses";
import { CopyButton } from "@/components/ui/copy-button";
import { Fact, Facts } from "@/components/ui/facts";
import { Time } from "@/components/ui/time";
import type { KnownAuthor } from "@/lib/access-tokens/authors";
import type { CommitApproval } from "@/lib/commit-comments/approvals";
import type { Author, Commit } from "@/lib/git/commits";
import type { Repository } from "@/lib/repositories/find";
import { ApproveButton } from "./approve-button";

/** Who made a commit, when, from what, and who approved it. */
export function CommitFacts({
  repository,
  commit,
  authors,
  approvals,
  approved,
  mayApprove,
}: {
  repository: Repository;
  commit: Commit;
  authors: ReadonlyMap<string, KnownAuthor>;
  approvals: readonly CommitApproval[];
  /** Whether who looks at it did. */
  approved: boolean;
  mayApprove: boolean;
}) {
  const address = addressOf(repository);
  const { author, committer, hash, parents } = commit;
  return (
    <Facts>
      <Fact name="Author">
        <WrittenBy author={author} authors={authors} at={commit.authoredAt} />
      </Fact>
      {committer.raw === author.raw && commit.committedAt.getTime() === commit.authoredAt.getTime() ? null : (
        <Fact name="Committer">
          <WrittenBy author={committer} authors={authors} at={commit.committedAt} />
        </Fact>
      )}
      <Fact name="Commit">
        <code className="min-w-0">{hash}</code>
        <CopyButton text={hash} what="Commit" kind="quiet" size="small" iconOnly />
      </Fact>
      <Fact name={parents.length > 1 ? "Parents" : "Parent"}>
        {parents.length === 0
          ? "None: this is where the history begins"
          : parents.map((parent) => (
              <Link key={parent} href={commitPage(address, parent)} prefetch={false}>
                <code>{parent.slice(0, 12)}</code>
              </Link>
            ))}
      </Fact>
      {approvals.length > 0 || mayApprove ? (
        <Fact name="Approved by">
          <span className="flex flex-wrap items-center gap-x-3 gap-y-1">
            {approvals.length === 0 ? <span className="text-muted">Nobody yet</span> : null}
            {approvals.map(({ known }, index) => {
              const person = toPerson(known);
              return (
                <span key={known?.id ?? index} className="inline-flex items-center gap-2">
                  <PersonMark person={person} />
                  {nameOf(person)}
                </span>
              );
            })}
            {mayApprove ? <ApproveButton commit={{ ...address, commit: hash }} approved={approved} /> : null}
          </span>
        </Fact>
      ) : null}
    </Facts>
  );
}

function WrittenBy({ author, authors, at }: { author: Author; authors: ReadonlyMap<string, KnownAuthor>; at: Date }) {
  const person = toCommitAuthor(author, authors.get(author.email));
  return (
    <>
      <PersonMark person={person} />
      <span className="min-w-0 [overflow-wrap:anywhere]">
        <span className="font-medium" title={author.raw}>
          {nameOf(person)}
        </span>{" "}
        ·{" "}
        <span className="text-muted">
          <Time at={at} show="datetime" />
        </span>
      </span>
    </>
  );
}
