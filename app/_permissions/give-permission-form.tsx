"use client";
import Link from "next/link";
import { useState } from "react";
import { z } from "zod";
import { FormMessage, SubmitButton } from "@/app/_forms/form-parts";
import type { FormAction } from "@/app/_forms/form-state";
import { useForm } from "@/app/_forms/use-form";
import { Field } from "@/components/ui/field";
import { Panel, PanelBody, PanelHead } from "@/components/ui/panel";
import { Select } from "@/components/ui/select";
import { useToast } from "@/components/ui/toast";
import { type Permission, permissionSchema } from "@/lib/permissions/input";
import { permissionNames } from "./words";

const GivePermissionInput = z.object({ userId: z.uuid("Choose a member."), permission: permissionSchema });

export function GivePermissionForm({
  action,
  people,
  allows,
  workspace,
}: {
  action: FormAction;
  people: { userId: string; name: string; email: string }[];
  allows: Record<Permission, string>;
  workspace: string;
}) {
  const showToast = useToast();
  const [person, setPerson] = useState("");
  const [permission, setPermission] = useState<Permission>("read");
  const { formProps, errors, message, pending } = useForm(action, {
    schema: GivePermissionInput,
    onDone: () => {
      const name = people.find(({ userId }) => userId === person)?.name;
      showToast({ title: `${permissionNames[permission]} given to ${name ?? "them"}` });
      setPerson("");
    },
  });
  return (
    <Panel>
      <PanelHead>
        <h2 className="text-base">Give a permission</h2>
      </PanelHead>
      <PanelBody>
        {people.length === 0 ? (
          <p className="text-muted">
            Everybody in {workspace} is an admin, who may do everything already. Others are added on the page{" "}
            <Link href={`/${workspace}/workspace/members`}>Members</Link>.
          </p>
        ) : (
          <form {...formProps} className="grid gap-3">
            <div className="flex flex-wrap items-start gap-3">
              <Field label="Member" error={errors.userId} className="min-w-0 flex-[1_1_16rem] phone:max-w-96">
                {(control) => (
                  <Select {...control} name="userId" value={person} onChange={(event) => setPerson(event.target.value)}>
                    <option value="">Choose a member</option>
                    {people.map(({ userId, name, email }) => (
                      <option key={userId} value={userId}>
                        {name} ({email})
                      </option>
                    ))}
                  </Select>
                )}
              </Field>
              <Field
                label="Permission"
                hint={allows[permission]}
                error={errors.permission}
                className="min-w-0 flex-[1_1_16rem] phone:max-w-80"
              >
                {(control) => (
                  <Select
                    {...control}
                    name="permission"
                    value={permission}
                    onChange={(event) => setPermission(permissionSchema.parse(event.target.value))}
                  >
                    {permissionSchema.options.map((option) => (
                      <option key={option} value={option}>
                        {permissionNames[option]}
                      </option>
                    ))}
                  </Select>
                )}
              </Field>
              <div className="pt-6 max-phone:w-full max-phone:pt-0 max-phone:[&>button]:w-full">
                <SubmitButton pending={pending} label="Give permission" pendingLabel="Giving…" />
              </div>
            </div>
            <FormMessage message={message} />
          </form>
        )}
      </PanelBody>
    </Panel>
  );
}
