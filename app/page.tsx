import { Plus } from "lucide-react";
import type { Metadata } from "next";
import Link from "next/link";
import { Page, PageHead } from "@/components/page";
import { ButtonLink } from "@/components/ui/button";
import { EmptyState } from "@/components/ui/empty-state";
import { Icon } from "@/components/ui/icon";
import { Panel } from "@/components/ui/panel";
import { listWorkspaces, type WorkspaceSummary } from "@/lib/workspaces/list";
import { requireUser } from "./_session/caller";
import { AppBar } from "./_shell/app-bar";
import { counted } from "./_shell/counted";
import { orNotFound } from "./_shell/open";
import { PlanBadge } from "./_shell/plan-badge";

export const metadata: Metadata = { title: "Your workspaces" };

export default async function WorkspacesPage() {
  const caller = await requireUser();
  const workspaces = orNotFound(await listWorkspaces(caller, {}));
  const create = (
    <ButtonLink href="/workspaces/new" kind="primary">
      <Icon icon={Plus} />
      New workspace
    </ButtonLink>
  );
  return (
    <>
      <AppBar caller={caller} />
      <div className="border-b" />
      <Page>
        <PageHead title="Your workspaces" actions={workspaces.length > 0 ? create : undefined} />
        <Panel>
          {workspaces.length === 0 ? (
            <EmptyState title="You are in no workspace yet" action={create}>
              A workspace holds the projects and repositories of a team, and the people who work on them. Create one, or
              ask an admin of an existing one to add {caller.principal.email}.
            </EmptyState>
          ) : (
            <ul>
              {workspaces.map((workspace) => (
                <WorkspaceLine key={workspace.id} workspace={workspace} />
              ))}
            </ul>
          )}
        </Panel>
      </Page>
    </>
  );
}

function WorkspaceLine({ workspace }: { workspace: WorkspaceSummary }) {
  return (
    <li className="flex flex-wrap items-center gap-x-4 gap-y-1 border-b px-4 py-3 last:border-b-0 hover:bg-hover">
      <div className="min-w-0 flex-[1_1_14rem]">
        <Link
          href={`/${workspace.slug}`}
          className="font-semibold text-fg no-underline [overflow-wrap:anywhere] hover:underline"
        >
          {workspace.name}
        </Link>
        <span className="block text-xs text-muted">
          {workspace.slug} · {workspace.role === "admin" ? "you are an admin" : "you are a member"}
        </span>
      </div>
      <span className="text-muted">{counted(workspace.repositoryCount, "repository", "repositories")}</span>
      <PlanBadge plan={workspace.plan} />
    </li>
  );
}
