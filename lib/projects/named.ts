import { z } from "zod";
import type { Caller } from "../authorization/principal";
import { findProject } from "./find";

/** What an operation on a project takes, and how it finds it. */
export const ProjectInput = z.object({ workspace: z.string(), project: z.string() });
type ProjectInput = z.output<typeof ProjectInput>;

export const namedProject = {
  find: ({ workspace, project }: ProjectInput, caller: Caller) => findProject(workspace, project, caller),
  missing: ({ project }: ProjectInput) => ({ what: "project" as const, name: project }),
};
