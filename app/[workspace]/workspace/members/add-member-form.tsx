"use client";
import { useState } from "react";
import { FormMessage, SubmitButton } from "@/app/_forms/form-parts";
import type { FormAction } from "@/app/_forms/form-state";
import { useForm } from "@/app/_forms/use-form";
import { Command } from "@/components/ui/command";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { Notice } from "@/components/ui/notice";
import { Panel, PanelBody, PanelHead } from "@/components/ui/panel";
import { Select } from "@/components/ui/select";
import { useToast } from "@/components/ui/toast";
import type { AddedMember } from "@/lib/memberships/add";
import { AddMemberInput } from "@/lib/memberships/input";

/** Adds a person by address. Where nobody has it, the answer is a link to pass on, which is shown this once. */
export function AddMemberForm({ action, origin }: { action: FormAction<AddedMember>; origin: string }) {
  const showToast = useToast();
  const [invitation, setInvitation] = useState<(AddedMember & { kind: "invitation" }) | null>(null);
  const { formProps, errors, message, pending } = useForm(action, {
    schema: AddMemberInput,
    onDone: (added) => {
      formProps.ref.current?.reset();
      setInvitation(added.kind === "invitation" ? added : null);
      if (added.kind === "member") showToast({ title: `${added.name} added` });
    },
  });
  return (
    <Panel>
      <PanelHead>
        <h2 className="text-base">Add a member</h2>
      </PanelHead>
      <PanelBody className="grid gap-4">
        <form {...formProps} className="grid gap-3">
          <div className="flex flex-wrap items-start gap-3">
            <Field label="E-mail address" error={errors.email} className="min-w-0 flex-[1_1_16rem] phone:max-w-96">
              {(control) => <Input {...control} type="email" name="email" autoComplete="off" spellCheck={false} />}
            </Field>
            <Field label="Role" error={errors.role} className="flex-[0_1_10rem] max-phone:flex-auto">
              {(control) => (
                <Select {...control} name="role" defaultValue="member">
                  <option value="member">Member</option>
                  <option value="admin">Admin</option>
                </Select>
              )}
            </Field>
            <div className="pt-6 max-phone:w-full max-phone:pt-0 max-phone:[&>button]:w-full">
              <SubmitButton pending={pending} label="Add member" pendingLabel="Adding…" />
            </div>
          </div>
          <FormMessage message={message} />
        </form>
        {invitation ? <InvitationLink invitation={invitation} origin={origin} /> : null}
      </PanelBody>
    </Panel>
  );
}

function InvitationLink({ invitation, origin }: { invitation: AddedMember & { kind: "invitation" }; origin: string }) {
  return (
    <Notice tone="caution">
      <p>
        <strong>{invitation.email} has no account here yet.</strong> Pass this link on. It’s shown this once, opens an
        account once, and expires in seven days.
      </p>
      <div className="max-w-164">
        <Command text={`${origin}/join/${invitation.secret}`} what="Invitation link" />
      </div>
    </Notice>
  );
}
