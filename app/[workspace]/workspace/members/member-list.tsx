"use client";
import { Ellipsis, ShieldAlert, UserRound, UserRoundMinus } from "lucide-react";
import { useRouter } from "next/navigation";
import { useState } from "react";
import { FormMessage } from "@/app/_forms/form-parts";
import { useRowAction } from "@/app/_forms/use-row-action";
import { counted } from "@/app/_shell/counted";
import { ConfirmDialog } from "@/components/confirm-dialog";
import { Avatar } from "@/components/ui/avatar";
import { Button } from "@/components/ui/button";
import { Icon } from "@/components/ui/icon";
import { Menu, MenuItem, MenuSeparator } from "@/components/ui/menu";
import { Panel, PanelFoot } from "@/components/ui/panel";
import { Cell, MenuCell, Pair, Row, Table } from "@/components/ui/table";
import { Time } from "@/components/ui/time";
import { useToast } from "@/components/ui/toast";
import type { Member } from "@/lib/memberships/list";
import { changeMemberAction, removeMemberAction } from "./actions";

const columns = [{ label: "Name" }, { label: "Role" }, { label: "Member since" }];

export function MemberList({
  workspace,
  members,
  me,
  mayManage,
}: {
  workspace: string;
  members: Member[];
  me: string;
  mayManage: boolean;
}) {
  const { run, pending, message } = useRowAction();
  const showToast = useToast();
  const router = useRouter();
  const [leaving, setLeaving] = useState<Member | null>(null);
  const remove = (member: Member) =>
    run(
      () => removeMemberAction(workspace, member.userId),
      () => {
        showToast({ title: `${member.name} removed` });
        // The row goes, and the menu in it that had the focus.
        document.querySelector<HTMLElement>("h1")?.focus();
        if (member.userId === me) router.replace("/");
      },
    );
  return (
    <div className="grid grid-cols-[minmax(0,1fr)] gap-3" aria-busy={pending}>
      <FormMessage message={message} />
      <Panel>
        <Table
          caption={`Members of ${workspace}`}
          columns={mayManage ? [...columns, { label: "Actions", hidden: true }] : columns}
        >
          {members.map((member) => (
            <Row key={member.userId}>
              <Cell>
                <div className="flex min-w-0 items-start gap-2.5">
                  <Avatar name={member.name} />
                  <div className="min-w-0 [overflow-wrap:anywhere]">
                    <span className="font-semibold">{member.name}</span>
                    {member.userId === me ? <span className="text-muted"> (you)</span> : null}
                    <span className="block text-xs text-muted">{member.email}</span>
                  </div>
                </div>
              </Cell>
              <Pair label="Role">{member.role === "admin" ? "Admin" : "Member"}</Pair>
              <Pair label="Since">
                <Time at={member.since} show="date" />
              </Pair>
              {mayManage ? (
                <MenuCell>
                  <MemberMenu
                    member={member}
                    onChange={(role) =>
                      run(
                        () => changeMemberAction(workspace, member.userId, role),
                        () =>
                          showToast({ title: `${member.name} is ${role === "admin" ? "an admin" : "a member"} now` }),
                      )
                    }
                    onRemove={() => setLeaving(member)}
                  />
                </MenuCell>
              ) : null}
            </Row>
          ))}
        </Table>
        <PanelFoot>{counted(members.length, "member")}</PanelFoot>
      </Panel>
      <ConfirmDialog
        open={leaving !== null}
        onOpenChange={(open) => {
          if (!open) setLeaving(null);
        }}
        title={leaving?.userId === me ? `Leave ${workspace}?` : `Remove ${leaving?.name ?? ""}?`}
        description={`${leaving?.userId === me ? "You lose" : "They lose"} ${workspace} from the next request on.`}
        confirm="Remove member"
        onConfirm={() => {
          if (leaving) remove(leaving);
        }}
      >
        <ul className="grid list-disc gap-1 pl-5">
          <li>Permissions on projects and repositories of {workspace} go too.</li>
          <li>
            Access tokens that {leaving?.name ?? "they"} created keep working: they belong to their resource, not to a
            person.
          </li>
        </ul>
      </ConfirmDialog>
    </div>
  );
}

function MemberMenu({
  member,
  onChange,
  onRemove,
}: {
  member: Member;
  onChange: (role: "member" | "admin") => void;
  onRemove: () => void;
}) {
  return (
    <Menu
      trigger={
        <Button kind="quiet" size="small" iconOnly aria-label={`Actions for ${member.name}`}>
          <Icon icon={Ellipsis} />
        </Button>
      }
    >
      {member.role === "admin" ? (
        <MenuItem onSelect={() => onChange("member")}>
          <Icon icon={UserRound} />
          Make a member
        </MenuItem>
      ) : (
        <MenuItem onSelect={() => onChange("admin")}>
          <Icon icon={ShieldAlert} />
          Make an admin
        </MenuItem>
      )}
      <MenuSeparator />
      <MenuItem danger onSelect={onRemove}>
        <Icon icon={UserRoundMinus} />
        Remove…
      </MenuItem>
    </Menu>
  );
}
