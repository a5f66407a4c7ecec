import { z } from "zod";
import type { Result } from "../errors";
import { operation } from "../operation";
import { findWorkspace } from "../workspaces/find";
import { createProject } from "./create";
import { findProject, type Project } from "./find";
import { UpdateProjectInput } from "./input";
import { updateProject } from "./update";

/** Changes the project that an address names, or makes it where there is none. */
export const putProject = operation({
  name: "workspaces.createOrUpdateProject",
  scope: "project:admin",
  input: UpdateProjectInput.extend({ workspace: z.string(), project: z.string() }),
  find: ({ workspace }, caller) => findWorkspace(workspace, caller),
  missing: ({ workspace }) => ({ what: "workspace", name: workspace }),
  run: async ({ caller, input }): Promise<Result<{ project: Project; isNew: boolean }>> => {
    const isNew = (await findProject(input.workspace, input.project, caller)) === null;
    const { workspace, project, key = project, name = key, description } = input;
    const put = isNew
      ? await createProject(caller, { workspace, key, name, description })
      : await updateProject(caller, input);
    return put.ok ? { ok: true, value: { project: put.value, isNew } } : put;
  },
});
