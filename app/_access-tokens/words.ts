import type { AccessTokenView } from "@/lib/access-tokens/view";
import type { ResourceKind } from "@/lib/authorization/scopes";
import type { ResourceName } from "@/lib/resource-name";
import type { Plan } from "@/lib/workspaces/find";

/** The resource that a page of tokens is about, as its components need it. */
export type TokenOwner = {
  name: ResourceName;
  kind: ResourceKind;
  /** `acme`, `Platform` or `acme/api` */
  label: string;
  workspace: string;
  /** A project's key. */
  projectKey: string | null;
  /** The address of the list. */
  href: string;
  plan: Plan;
  /** Whether the plan lets tokens of this kind be created. */
  offered: boolean;
};

/** The sentences of a page's head, with the name that stands bold in the middle. */
export function introOf(owner: TokenOwner): { before: string; after: string } {
  switch (owner.kind) {
    case "repository":
      return {
        before: "Access for machines to ",
        after:
          " and to nothing else. A token belongs to the repository, not to a person: it keeps working when people leave.",
      };
    case "project":
      return {
        before: "Access for machines to the project ",
        after: ` (${owner.projectKey}) and the repositories in it. A token belongs to the project, not to a person: it keeps working when people leave.`,
      };
    case "workspace":
      return {
        before: "Access for machines to the workspace ",
        after:
          ": its projects and repositories. A token belongs to the workspace, not to a person: it keeps working when people leave.",
      };
  }
}

/** "1 active token", "1,204 active tokens" */
export function countOf(count: number, noun: string): string {
  return `${count.toLocaleString("en")} ${noun}${count === 1 ? "" : "s"}`;
}

/** Who ended a token, to follow "by". */
export function endedBy({ revokedBy, endReason }: Pick<AccessTokenView, "revokedBy" | "endReason">): string {
  if (revokedBy !== null) return revokedBy;
  switch (endReason) {
    case "self":
      return "itself";
    case "reported":
      return "a leak report";
    case "resource_deleted":
      return "the deletion of its resource";
    default:
      return "the command line";
  }
}
