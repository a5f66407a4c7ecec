import { z } from "zod";
import type { Resource } from "./authorization/principal";
import type { ResourceKind } from "./authorization/scopes";
import { findProject } from "./projects/find";
import { findRepository } from "./repositories/find";
import { findWorkspace, type Workspace } from "./workspaces/find";

/** How pages, commands and routes name a resource: by slugs and keys, or by `{uuid}`s. */
export const ResourceName = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("workspace"), workspace: z.string() }),
  z.object({ kind: z.literal("project"), workspace: z.string(), project: z.string() }),
  z.object({ kind: z.literal("repository"), workspace: z.string(), repository: z.string() }),
]);
export type ResourceName = z.infer<typeof ResourceName>;

export type NamedResource = {
  resource: Exclude<Resource, { kind: "instance" }>;
  workspace: Workspace;
  /** For people: `acme`, `Platform` or `acme/api`. */
  label: string;
};

/** Any of the three, with its workspace. Says nothing of who may see it. */
export async function findResource(name: ResourceName): Promise<NamedResource | null> {
  switch (name.kind) {
    case "workspace": {
      const workspace = await findWorkspace(name.workspace);
      return workspace && { resource: workspace.resource, workspace, label: workspace.slug };
    }
    case "project": {
      const project = await findProject(name.workspace, name.project);
      return project && { resource: project.resource, workspace: project.workspace, label: project.name };
    }
    case "repository": {
      const repository = await findRepository(name.workspace, name.repository);
      return (
        repository && {
          resource: repository.resource,
          workspace: repository.workspace,
          label: `${repository.workspace.slug}/${repository.slug}`,
        }
      );
    }
  }
}

/** What to say where the resource is not found. */
export function missingResource(name: ResourceName): { what: ResourceKind; name: string } {
  switch (name.kind) {
    case "workspace":
      return { what: name.kind, name: name.workspace };
    case "project":
      return { what: name.kind, name: name.project };
    case "repository":
      return { what: name.kind, name: name.repository };
  }
}
