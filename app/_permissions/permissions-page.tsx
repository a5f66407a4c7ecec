import { orNotFound } from "@/app/_shell/open";
import { PageHead, Stack } from "@/components/page";
import type { Caller } from "@/lib/authorization/principal";
import { listMembers } from "@/lib/memberships/list";
import { listPermissions } from "@/lib/permissions/list";
import { givePermissionAction } from "./actions";
import { GivePermissionForm } from "./give-permission-form";
import { PermissionList } from "./permission-list";
import type { PermissionSubject } from "./subject";
import { allows } from "./words";

/** Who may do what on a project or a repository; for its admins. */
export async function PermissionsPage({ caller, subject }: { caller: Caller; subject: PermissionSubject }) {
  const { resource } = subject;
  const [holders, members] = await Promise.all([
    listPermissions(caller, { resource }),
    listMembers(caller, { workspace: resource.workspace }),
  ]);
  const people = orNotFound(members).members.filter(({ role }) => role !== "admin");
  return (
    <>
      <PageHead title="Permissions">
        {resource.kind === "project" ? (
          <>
            What people may do on every repository of <strong>{subject.label}</strong>, new ones too.
          </>
        ) : (
          <>
            What people may do on <strong>{subject.label}</strong>. What its project gives holds here as well.
          </>
        )}
      </PageHead>
      <Stack>
        <GivePermissionForm
          action={givePermissionAction.bind(null, resource)}
          people={people.map(({ userId, name, email }) => ({ userId, name, email }))}
          allows={allows[resource.kind]}
          workspace={resource.workspace}
        />
        <PermissionList subject={subject} holders={orNotFound(holders)} />
      </Stack>
    </>
  );
}
