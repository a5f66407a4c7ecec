"use client";
import { Check, Ellipsis, UserRoundMinus } from "lucide-react";
import { FormMessage } from "@/app/_forms/form-parts";
import { useRowAction } from "@/app/_forms/use-row-action";
import { Avatar } from "@/components/ui/avatar";
import { Button } from "@/components/ui/button";
import { Icon } from "@/components/ui/icon";
import { Menu, MenuItem, MenuSeparator } from "@/components/ui/menu";
import { Panel } from "@/components/ui/panel";
import { Cell, MenuCell, Pair, Row, Table } from "@/components/ui/table";
import { useToast } from "@/components/ui/toast";
import { type Permission, permissionSchema } from "@/lib/permissions/input";
import type { PermissionHolder } from "@/lib/permissions/list";
import { changePermissionAction, takePermissionAction } from "./actions";
import type { PermissionSubject } from "./subject";
import { permissionNames } from "./words";

/** Who holds what and where from. What comes from above can be changed there alone. */
export function PermissionList({ subject, holders }: { subject: PermissionSubject; holders: PermissionHolder[] }) {
  const { resource, label } = subject;
  const { run, pending, message } = useRowAction();
  const showToast = useToast();
  const origins = { workspace: "Admin of the workspace", project: "Given on the project", repository: "Given here" };
  const origin = (from: PermissionHolder["from"]) => (from === resource.kind ? "Given here" : origins[from]);
  return (
    <div className="grid grid-cols-[minmax(0,1fr)] gap-3" aria-busy={pending}>
      <FormMessage message={message} />
      <Panel>
        <Table
          caption={`Who may do what on ${label}`}
          columns={[
            { label: "Name" },
            { label: "Permission" },
            { label: "Where from" },
            { label: "Actions", hidden: true },
          ]}
        >
          {holders.map(({ userId, name, email, permission, from }) => (
            <Row key={`${userId} ${from}`}>
              <Cell>
                <div className="flex min-w-0 items-start gap-2.5">
                  <Avatar name={name} />
                  <div className="min-w-0 [overflow-wrap:anywhere]">
                    <span className="font-semibold">{name}</span>
                    <span className="block text-xs text-muted">{email}</span>
                  </div>
                </div>
              </Cell>
              <Pair label="May">{permissionNames[permission]}</Pair>
              <Pair label="From">
                <span className={from === resource.kind ? undefined : "text-muted"}>{origin(from)}</span>
              </Pair>
              {from === resource.kind ? (
                <MenuCell>
                  <HolderMenu
                    name={name}
                    permission={permission}
                    onChange={(next) =>
                      run(
                        () => changePermissionAction(resource, userId, next),
                        () => showToast({ title: `${name} has ${permissionNames[next]} now` }),
                      )
                    }
                    onTake={() =>
                      run(
                        () => takePermissionAction(resource, userId),
                        () => showToast({ title: `${permissionNames[permission]} taken from ${name}` }),
                      )
                    }
                  />
                </MenuCell>
              ) : (
                <Cell className="max-cards:hidden" />
              )}
            </Row>
          ))}
        </Table>
      </Panel>
    </div>
  );
}

function HolderMenu({
  name,
  permission,
  onChange,
  onTake,
}: {
  name: string;
  permission: Permission;
  onChange: (permission: Permission) => void;
  onTake: () => void;
}) {
  return (
    <Menu
      trigger={
        <Button kind="quiet" size="small" iconOnly aria-label={`Actions for ${name}`}>
          <Icon icon={Ellipsis} />
        </Button>
      }
    >
      {permissionSchema.options
        .filter((option) => option !== permission)
        .map((option) => (
          <MenuItem key={option} onSelect={() => onChange(option)}>
            <Icon icon={Check} />
            Change to {permissionNames[option]}
          </MenuItem>
        ))}
      <MenuSeparator />
      <MenuItem danger onSelect={onTake}>
        <Icon icon={UserRoundMinus} />
        Take away
      </MenuItem>
    </Menu>
  );
}
