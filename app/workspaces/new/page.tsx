import type { Metadata } from "next";
import { requireUser } from "@/app/_session/caller";
import { AppBar } from "@/app/_shell/app-bar";
import { BackLink, Page, PageHead } from "@/components/page";
import { CreateWorkspaceForm } from "./create-workspace-form";

export const metadata: Metadata = { title: "New workspace" };

export default async function NewWorkspacePage() {
  const caller = await requireUser();
  return (
    <>
      <AppBar caller={caller} />
      <div className="border-b" />
      <Page>
        <BackLink href="/">Your workspaces</BackLink>
        <PageHead title="New workspace">
          It holds the projects and repositories of a team. You become its first admin.
        </PageHead>
        <CreateWorkspaceForm />
      </Page>
    </>
  );
}
