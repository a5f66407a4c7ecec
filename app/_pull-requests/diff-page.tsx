import { History } from "lucide-react";
import { CommentThread } from "@/app/_comments/comment-thread";
import { linesOf } from "@/app/_comments/lines-of";
import { DiffSummary } from "@/app/_diff/diff-summary";
import { askedOf, readDiffContent } from "@/app/_diff/read";
import { orNotFound } from "@/app/_shell/open";
import { Badge } from "@/components/ui/badge";
import { Panel, PanelBody, PanelHead } from "@/components/ui/panel";
import { listInlineThreads, type Thread } from "@/lib/pull-requests/conversation";
import { comparisonOf } from "@/lib/pull-requests/destination";
import { pullRequestPage } from "./address";
import { PullRequestFrame } from "./frame";
import { GoneDestination } from "./gone-destination";
import { LeadToOverview } from "./lead-to-overview";
import type { OpenedPullRequest } from "./open";
import { PullRequestDiff } from "./pull-request-diff";
import { threadView } from "./thread-view";

type Query = { view?: string | string[]; path?: string | string[] };

/** What a pull request changes, line by line, with what was said of the lines. */
export async function DiffPage({ opened, query }: { opened: OpenedPullRequest; query: Query }) {
  const { caller, repository, name, pullRequest } = opened;
  const { view, paths } = askedOf(query);
  const own = pullRequestPage(name, name.number, "diff");
  const range = await comparisonOf(pullRequest);
  if (range === null) {
    return (
      <PullRequestFrame opened={opened} tab="diff">
        <GoneDestination branch={pullRequest.destinationBranch} />
        <LeadToOverview href={pullRequestPage(name, name.number)} />
      </PullRequestFrame>
    );
  }
  const diff = await readDiffContent({
    repository,
    range,
    page: view === "split" ? `${own}?view=split` : own,
    paths,
  });
  const { threads, people } = orNotFound(await listInlineThreads(caller, name));
  const shown = threads.map(({ thread, path, side, line }) => ({
    key: String(thread.comment.number),
    path,
    side,
    line,
    several: severalOf(thread, line),
    content: (
      <div className="grid grid-cols-[minmax(0,1fr)] gap-2">
        {line === null ? <Outdated said={linesOf(thread.comment)} /> : null}
        <CommentThread thread={threadView(thread, people, opened, false)} />
      </div>
    ),
  }));
  const differ = new Set(diff.files.flatMap(({ oldPath, newPath }) => [oldPath, newPath]));
  const elsewhere = paths.length > 0 ? [] : shown.filter(({ path }) => !differ.has(path));
  return (
    <PullRequestFrame opened={opened} tab="diff">
      <div className="grid grid-cols-[minmax(0,1fr)] gap-4">
        <DiffSummary diff={diff} view={view} />
        {elsewhere.length > 0 ? (
          <Panel role="region" aria-labelledby="elsewhere">
            <PanelHead>
              <h2 id="elsewhere" className="text-base">
                {diff.total > diff.files.length ? "On files that aren’t shown here" : "On files that no longer differ"}
              </h2>
            </PanelHead>
            <PanelBody className="grid grid-cols-[minmax(0,1fr)] gap-5">
              {elsewhere.map(({ key, path, content }) => (
                <div key={key} className="grid grid-cols-[minmax(0,1fr)] gap-2">
                  <p className="text-xs text-muted [overflow-wrap:anywhere]">{path}</p>
                  {content}
                </div>
              ))}
            </PanelBody>
          </Panel>
        ) : null}
        <PullRequestDiff name={name} seenCommit={range.to} diff={diff} view={view} threads={shown} />
      </div>
      <LeadToOverview href={pullRequestPage(name, name.number)} />
    </PullRequestFrame>
  );
}

/** Where a thread is on several lines, those in words. Of these, pushes are followed for the last alone. */
function severalOf({ comment }: Thread, line: number | null): string | undefined {
  const said = linesOf(comment);
  if (!said?.several) return undefined;
  return line === (comment.toLine ?? comment.fromLine) ? said.words : `what were ${said.words}`;
}

/** Above what was said of a line that a push has changed or taken away. */
function Outdated({ said }: { said: ReturnType<typeof linesOf> }) {
  if (said === null) return null;
  return (
    <div>
      <Badge icon={History}>Outdated</Badge>{" "}
      <span className="text-xs text-muted">
        On {said.words}, which {said.several ? "have" : "has"} changed since
      </span>
    </div>
  );
}
