import { CommentForm } from "@/app/_comments/comment-form";
import { CommentThread } from "@/app/_comments/comment-thread";
import { linesOf } from "@/app/_comments/lines-of";
import { withParameter } from "@/app/_diff/address";
import type { DiffContent } from "@/app/_diff/diff-content";
import { DiffSummary } from "@/app/_diff/diff-summary";
import type { LineComment } from "@/app/_diff/line-comments";
import { askedOf, readDiffContent } from "@/app/_diff/read";
import { addressOf, commitPage, historyPage, sourcePage } from "@/app/_repository/addresses";
import { bodyOf, subjectOf } from "@/app/_repository/commit-list";
import type { UserCaller } from "@/app/_session/caller";
import { orNotFound } from "@/app/_shell/open";
import { pageNumber } from "@/app/_shell/page-number";
import { BuildPanel } from "@/app/_statuses/build-panel";
import { Page, PageHead, Stack } from "@/components/page";
import { ButtonLink } from "@/components/ui/button";
import { Pagination } from "@/components/ui/pagination";
import { Panel, PanelBody, PanelFoot, PanelHead } from "@/components/ui/panel";
import { LinkTabs } from "@/components/ui/tabs";
import { can } from "@/lib/authorization/can";
import { listCommitComments } from "@/lib/commit-comments/list";
import { listCommitStatuses } from "@/lib/commit-statuses/list";
import { getCommit } from "@/lib/git-content/get-commit";
import type { Repository } from "@/lib/repositories/find";
import { createCommentAction } from "./actions";
import { CommitDiff } from "./commit-diff";
import { CommitFacts } from "./commit-facts";
import { threadView } from "./thread-view";
import { type Thread, threadsOf } from "./threads";

const perPage = 100;

/** A commit: what it says of itself, what builds and people say of it, and what it changes. */
export async function CommitPage({
  caller,
  repository,
  hash,
  query,
}: {
  caller: UserCaller;
  repository: Repository;
  hash: string;
  query: Record<string, string | string[] | undefined>;
}) {
  const address = addressOf(repository);
  const name = { ...address, commit: hash };
  const commentsPage = pageNumber(query.comments);
  const [shown, statuses, comments] = await Promise.all([
    getCommit(caller, name).then(orNotFound),
    listCommitStatuses(caller, { ...name, pageLength: perPage }).then(orNotFound),
    listCommitComments(caller, { ...name, page: commentsPage, pageLength: perPage }).then(orNotFound),
  ]);
  const { commit, approvals, authors } = shown;
  const { view, paths } = askedOf(query);
  const parent = Math.min(pageNumber(query.parent), Math.max(commit.parents.length, 1));
  const own = commitPage(address, hash);
  const withView = withParameter(own, "view", view === "split" ? ["split"] : []);
  const diff = await readDiffContent({
    repository,
    range: { from: commit.parents[parent - 1] ?? null, to: hash },
    page: withParameter(withView, "parent", parent > 1 ? [String(parent)] : []),
    paths,
  });
  const { principal } = caller;
  const shownTo = { principal, repository, people: comments.actors };
  const threads = threadsOf(comments.items);
  const onLines = threads.filter(({ comment }) => isOn(diff, comment.path));
  const others = threads.filter((thread) => !onLines.includes(thread));
  const body = bodyOf(commit);
  return (
    <Page>
      <PageHead
        title={subjectOf(commit)}
        actions={
          <>
            <ButtonLink href={historyPage(address, { kind: "commit", name: hash })} prefetch={false}>
              History
            </ButtonLink>
            <ButtonLink href={sourcePage(address, hash)} prefetch={false}>
              Browse files
            </ButtonLink>
          </>
        }
      />
      <Stack>
        <Panel>
          {body === "" ? null : (
            <p className="border-b p-4 whitespace-pre-wrap [overflow-wrap:anywhere] [text-wrap:wrap]">{body}</p>
          )}
          <PanelBody>
            <CommitFacts
              repository={repository}
              commit={commit}
              authors={authors}
              approvals={approvals}
              approved={approvals.some(({ known }) => known?.id === principal.userId)}
              mayApprove={can(principal, "repository:write", repository.resource)}
            />
          </PanelBody>
        </Panel>
        <BuildPanel builds={statuses.items} total={statuses.total} />
        {commit.parents.length > 1 ? (
          <LinkTabs
            label="Compared with"
            tabs={commit.parents.map((hash, index) => ({
              href: withParameter(withView, "parent", index > 0 ? [String(index + 1)] : []),
              label: `Against parent ${index + 1} (${hash.slice(0, 7)})`,
              current: index + 1 === parent,
            }))}
          />
        ) : null}
        <DiffSummary diff={diff} view={view} />
        <CommitDiff
          commit={name}
          diff={diff}
          view={view}
          comments={onLines.map((thread) =>
            lineComment(thread, <CommentThread thread={threadView(thread, name, shownTo)} />),
          )}
        />
        <Panel role="region" aria-labelledby="comments">
          <PanelHead>
            <h2 id="comments" className="text-base">
              Comments
            </h2>
          </PanelHead>
          <PanelBody className="grid grid-cols-[minmax(0,1fr)] gap-5">
            {others.map((thread) => (
              <div key={thread.comment.id} className="grid gap-1">
                {thread.comment.path === null ? null : (
                  <p className="text-xs text-muted [overflow-wrap:anywhere]">
                    On <code>{thread.comment.path}</code>
                    {placeWords(thread)}, which isn’t shown here
                  </p>
                )}
                <CommentThread thread={threadView(thread, name, shownTo)} />
              </div>
            ))}
            <CommentForm label="Comment on this commit" action={createCommentAction.bind(null, name, {})} />
          </PanelBody>
          {comments.total > perPage ? (
            <PanelFoot>
              <Pagination
                page={commentsPage}
                pageCount={Math.ceil(comments.total / perPage)}
                pageLength={perPage}
                total={comments.total}
                href={(to) => withParameter(diff.page, "comments", [String(to)])}
              />
            </PanelFoot>
          ) : null}
        </Panel>
      </Stack>
    </Page>
  );
}

function isOn(diff: DiffContent, path: string | null): boolean {
  return path !== null && diff.files.some(({ oldPath, newPath }) => path === oldPath || path === newPath);
}

function placeWords({ comment }: Thread): string {
  const lines = linesOf(comment);
  return lines ? `, ${lines.words}` : "";
}

function lineComment({ comment }: Thread, content: LineComment["content"]): LineComment {
  const { id, path, fromLine, toLine } = comment;
  const side = toLine === null && fromLine !== null ? "old" : "new";
  const lines = linesOf(comment);
  const several = lines?.several ? lines.words : undefined;
  return { key: id, path: path ?? "", side, line: toLine ?? fromLine, several, content };
}
