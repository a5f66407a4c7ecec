import type { Caller } from "@/lib/authorization/principal";
import { braced } from "@/lib/ids";
import type { Project } from "@/lib/projects/find";
import type { Repository } from "@/lib/repositories/find";
import type { Workspace } from "@/lib/workspaces/find";

/** Where calls are made: the repository has a branch `main` with a README.md, and an annotated tag `v1`. */
export type CallWorld = {
  workspace: Workspace;
  project: Project;
  repository: Repository;
  /** Another project of the workspace, which holds nothing. */
  emptyProject: Project;
  /** An admin of the workspace, to make what a call needs. */
  admin: Caller;
  /** Whoever will make the call. */
  self: Caller;
};

/** One valid call of an operation: what its path, query and body hold beside the names of the resource. */
export type Call = {
  params?: Readonly<Record<string, string>>;
  query?: Readonly<Record<string, string>>;
  /** Sent as JSON. */
  body?: unknown;
  /** Sent as a form, in place of a body. */
  form?: Readonly<Record<string, string>>;
};

/** Makes what the call needs, and gives the call. */
type MakeCall = (world: CallWorld) => Call | Promise<Call>;

/** By the published name of the operation. */
export type Calls = Readonly<Record<string, MakeCall>>;

/** The admin, as the published API names people. */
export function personOf({ admin }: CallWorld): string {
  return admin.principal.kind === "user" ? braced(admin.principal.userId) : "";
}

/** As operations name a repository. */
export function namesOf({ workspace, slug }: Repository): { workspace: string; repository: string } {
  return { workspace: workspace.slug, repository: slug };
}
