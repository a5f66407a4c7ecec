import type { ReactNode } from "react";
import { Refusal } from "@/app/_shell/refusal";
import { can } from "@/lib/authorization/can";
import type { Caller } from "@/lib/authorization/principal";
import { adminNames } from "@/lib/permissions/list";

/** What admins see of variables; others hear whom to ask. */
export async function VariablesGate({
  caller,
  resource,
  label,
  children,
}: {
  caller: Caller;
  resource: Parameters<typeof can>[2] & Parameters<typeof adminNames>[0];
  label: string;
  children: ReactNode;
}) {
  if (can(caller.principal, "pipeline:variable", resource)) return children;
  return (
    <Refusal
      title="Variables"
      rule={`Only admins of ${label} manage its variables.`}
      admins={await adminNames(resource)}
    />
  );
}
