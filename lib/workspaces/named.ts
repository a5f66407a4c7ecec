import { z } from "zod";
import type { Caller } from "../authorization/principal";
import { findWorkspace } from "./find";

/** What an operation on a workspace takes, and how it finds it. */
export const WorkspaceInput = z.object({ workspace: z.string() });
type WorkspaceInput = z.output<typeof WorkspaceInput>;

export const namedWorkspace = {
  find: ({ workspace }: WorkspaceInput, caller: Caller) => findWorkspace(workspace, caller),
  missing: ({ workspace }: WorkspaceInput) => ({ what: "workspace" as const, name: workspace }),
};
