import {
  Check,
  CircleX,
  GitMerge,
  GitPullRequest,
  type LucideIcon,
  MessageSquare,
  Pencil,
  TriangleAlert,
  Upload,
} from "lucide-react";
import Link from "next/link";
import type { ReactNode } from "react";
import { CommentThread } from "@/app/_comments/comment-thread";
import { nameOf, type Person, PersonMark, toPerson } from "@/app/_people/person";
import { cx } from "@/components/ui/class-names";
import { Icon } from "@/components/ui/icon";
import { Panel, PanelBody } from "@/components/ui/panel";
import { Time } from "@/components/ui/time";
import type { Page } from "@/lib/page";
import type { Activity } from "@/lib/pull-requests/activity";
import type { OnPullRequest } from "@/lib/pull-requests/comment";
import type { Happening } from "@/lib/pull-requests/conversation";
import { activityWords } from "./activity-words";
import { pullRequestPage } from "./address";
import type { OpenedPullRequest } from "./open";
import { threadView } from "./thread-view";

/** What happened and was said, the oldest first; what is older still is on the page before. */
export function Timeline({
  opened,
  conversation,
}: {
  opened: OpenedPullRequest;
  conversation: OnPullRequest<Page<Happening>>;
}) {
  const { items, page, pageLength, total, people } = conversation;
  const { name } = opened;
  const href = (to: number) => `${pullRequestPage(name, name.number)}?page=${to}#activity`;
  return (
    <ol className="grid grid-cols-[minmax(0,1fr)] gap-3">
      {page * pageLength < total ? (
        <li>
          <Link href={href(page + 1)}>Show what happened before</Link>
        </li>
      ) : null}
      {items.map((item) =>
        item.kind === "thread" ? (
          <li key={item.thread.comment.number}>
            <Panel>
              <PanelBody>
                <CommentThread thread={threadView(item.thread, people, opened, true)} />
              </PanelBody>
            </Panel>
          </li>
        ) : (
          <li key={item.activity.id}>
            <ActivityLine
              activity={item.activity}
              before={item.before}
              by={toPerson(people.get(item.activity.actorId))}
              branch={opened.pullRequest.sourceBranch}
            />
          </li>
        ),
      )}
      {page > 1 ? (
        <li>
          <Link href={page === 2 ? pullRequestPage(name, name.number) : href(page - 1)}>Show what happened after</Link>
        </li>
      ) : null}
    </ol>
  );
}

function ActivityLine({
  activity: { kind, at, state },
  before,
  by,
  branch,
}: {
  activity: Activity;
  before: Activity["state"];
  by: Person;
  branch: string;
}) {
  switch (kind) {
    case "approval":
      return <Line icon={Check} tone="text-success-fg" by={by} words="approved this" at={at} />;
    case "changes_requested":
      return <Line icon={TriangleAlert} tone="text-caution-fg" by={by} words="requested changes" at={at} />;
    case "comment":
      return <Line icon={MessageSquare} by={by} words="commented" at={at} />;
    case "update": {
      if (!state) return <Line icon={Pencil} by={by} words="changed this" at={at} />;
      const words = activityWords(before, state, branch);
      if (!before) return <Line icon={GitPullRequest} by={by} words={words} at={at} />;
      if (state.state === "MERGED")
        return <Line icon={GitMerge} tone="text-success-fg" by={by} words={words} at={at} />;
      if (state.state === "DECLINED") {
        return (
          <Line icon={CircleX} tone="text-danger-fg" by={by} words={words} at={at}>
            {state.reason}
          </Line>
        );
      }
      const pushed = before.sourceCommit !== state.sourceCommit;
      return <Line icon={pushed ? Upload : Pencil} by={by} words={words} at={at} />;
    }
  }
}

function Line({
  icon,
  tone = "text-muted",
  by,
  words,
  at,
  children,
}: {
  icon: LucideIcon;
  tone?: string;
  by: Person;
  words: string;
  at: Date;
  children?: ReactNode;
}) {
  return (
    <div className="grid grid-cols-[auto_auto_minmax(0,1fr)] items-start gap-x-2 px-4 py-1 text-sm">
      <Icon icon={icon} className={cx("mt-0.5", tone)} />
      <PersonMark person={by} size="small" />
      <p className="pt-px [overflow-wrap:anywhere]">
        <span className="font-semibold">{nameOf(by)}</span> {words}
        <span className="text-muted">
          {" "}
          · <Time at={at} />
        </span>
      </p>
      {children ? (
        <p className="col-start-3 mt-1 border-l-2 border-line-strong pl-3 whitespace-pre-wrap text-muted [overflow-wrap:anywhere]">
          {children}
        </p>
      ) : null}
    </div>
  );
}
