import { CommentForm } from "@/app/_comments/comment-form";
import { nameOf, toPerson } from "@/app/_people/person";
import { addressOf } from "@/app/_repository/addresses";
import { Markdown } from "@/app/_repository/markdown";
import { orNotFound } from "@/app/_shell/open";
import { BuildPanel } from "@/app/_statuses/build-panel";
import { Panel, PanelBody, PanelHead } from "@/components/ui/panel";
import { listPullRequestStatuses } from "@/lib/pull-requests/content";
import { readConversation } from "@/lib/pull-requests/conversation";
import { listPullRequestTasks, mayDeleteTask } from "@/lib/pull-requests/tasks";
import { commentAction } from "./actions";
import { PullRequestFrame } from "./frame";
import { checkOf, type OpenedPullRequest } from "./open";
import { reviewsOf } from "./reviews";
import { MergePanel, ReviewPanel } from "./side-panels";
import { TaskPanel } from "./task-panel";
import { Timeline } from "./timeline";

const perPage = 100;

/** What a pull request is for, who looks at it, what is in its way, and what was said of it. */
export async function OverviewPage({ opened, page }: { opened: OpenedPullRequest; page: number }) {
  const { caller, name, pullRequest } = opened;
  const conversation = orNotFound(await readConversation(caller, { ...name, page, pageLength: perPage }));
  return (
    <PullRequestFrame opened={opened} tab="overview">
      <div className="grid grid-cols-[minmax(0,1fr)_20rem] grid-rows-[auto_1fr] items-start gap-6 max-columns:grid-cols-[minmax(0,1fr)] max-columns:grid-rows-none">
        <Panel role="region" aria-labelledby="description">
          <PanelHead>
            <h2 id="description" className="text-base">
              Description
            </h2>
          </PanelHead>
          <PanelBody>
            {pullRequest.description.trim() === "" ? (
              <p className="text-muted">None was given.</p>
            ) : (
              <Markdown
                source={pullRequest.description}
                place={{
                  repository: addressOf(opened.repository),
                  ref: pullRequest.sourceCommit,
                  folder: "",
                  anchors: "description-",
                }}
              />
            )}
          </PanelBody>
        </Panel>
        <div className="grid grid-cols-[minmax(0,1fr)] content-start gap-4 columns:col-start-2 columns:row-span-2 columns:row-start-1">
          <SidePanels opened={opened} />
        </div>
        <section aria-labelledby="activity" className="grid grid-cols-[minmax(0,1fr)] gap-3">
          <h2 id="activity" className="scroll-mt-4 text-base">
            Activity
          </h2>
          <Timeline opened={opened} conversation={conversation} />
          <Panel>
            <PanelBody>
              <CommentForm label="Comment on this pull request" action={commentAction.bind(null, name, {})} />
            </PanelBody>
          </Panel>
        </section>
      </div>
    </PullRequestFrame>
  );
}

async function SidePanels({ opened }: { opened: OpenedPullRequest }) {
  const { caller, name, pullRequest, involved } = opened;
  const check = pullRequest.state === "OPEN" ? await checkOf(opened) : null;
  const builds = orNotFound(await listPullRequestStatuses(caller, { ...name, pageLength: 20 }));
  const tasks = orNotFound(await listPullRequestTasks(caller, { ...name, pageLength: 100 }));
  return (
    <>
      {check?.ok ? <MergePanel obstacles={check.value.obstacles} /> : null}
      <ReviewPanel reviews={reviewsOf(involved.participants.get(pullRequest.id) ?? [], involved.people)} />
      <BuildPanel builds={builds.items} total={builds.total} />
      <TaskPanel
        name={name}
        more={tasks.total - tasks.items.length}
        tasks={tasks.items.map((task) => ({
          number: task.number,
          content: task.content,
          done: task.resolvedAt !== null,
          by: nameOf(toPerson(tasks.people.get(task.actorId))),
          mayDelete: mayDeleteTask(caller.principal, opened.repository, task),
        }))}
      />
    </>
  );
}
