import { z } from "zod";
import { ok } from "../errors";
import { operation } from "../operation";
import { findProject } from "./find";

export const getProject = operation({
  name: "workspaces.getProject",
  scope: "project",
  input: z.object({ workspace: z.string(), project: z.string() }),
  find: ({ workspace, project }, caller) => findProject(workspace, project, caller),
  missing: ({ project }) => ({ what: "project", name: project }),
  run: async ({ found }) => ok(found),
});
