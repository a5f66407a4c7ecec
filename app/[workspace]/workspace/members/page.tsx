import type { Metadata } from "next";
import { publicOrigin } from "@/app/_session/origin";
import { openWorkspace, orNotFound } from "@/app/_shell/open";
import { WorkspaceBars } from "@/app/_shell/resource-bars";
import { Page, PageHead, Stack } from "@/components/page";
import { can } from "@/lib/authorization/can";
import { listInvitations } from "@/lib/memberships/invitations";
import { listMembers } from "@/lib/memberships/list";
import { addMemberAction } from "./actions";
import { AddMemberForm } from "./add-member-form";
import { InvitationList } from "./invitation-list";
import { MemberList } from "./member-list";

type Params = { params: Promise<{ workspace: string }> };

export async function generateMetadata({ params }: Params): Promise<Metadata> {
  const { workspace } = await openWorkspace((await params).workspace);
  return { title: `Members · ${workspace.slug}` };
}

export default async function MembersPage({ params }: Params) {
  const { caller, workspace } = await openWorkspace((await params).workspace);
  const mayManage = can(caller.principal, "membership:write", workspace.resource);
  const [members, invitations] = await Promise.all([
    listMembers(caller, { workspace: workspace.slug }),
    mayManage ? listInvitations(caller, { workspace: workspace.slug }) : null,
  ]);
  return (
    <>
      <WorkspaceBars caller={caller} workspace={workspace} />
      <Page>
        <PageHead title="Members">
          Admins manage everything in <strong>{workspace.slug}</strong>. Members reach the projects and repositories on
          which they were given a permission.
        </PageHead>
        <Stack>
          {mayManage ? (
            <AddMemberForm action={addMemberAction.bind(null, workspace.slug)} origin={await publicOrigin()} />
          ) : null}
          <MemberList
            workspace={workspace.slug}
            members={orNotFound(members).members}
            me={caller.principal.userId}
            mayManage={mayManage}
          />
          {invitations && orNotFound(invitations).length > 0 ? (
            <InvitationList workspace={workspace.slug} invitations={orNotFound(invitations)} />
          ) : null}
        </Stack>
      </Page>
    </>
  );
}
