import type { Workspace } from "@/lib/workspaces/find";
import { getWorkspace } from "@/lib/workspaces/get";
import { json } from "../http/answer";
import { route } from "../http/operation-route";
import { timestamp, uuidOf } from "./objects";

route(
  "GET",
  "/workspaces/{workspace}",
  "workspaces.getWorkspace",
  getWorkspace,
  ({ params }) => ({ workspace: params.workspace ?? "" }),
  (workspace, { origin }) => json(presentWorkspace(workspace, origin)),
);

function presentWorkspace(workspace: Workspace, origin: string) {
  const api = `${origin}/2.0/workspaces/${workspace.slug}`;
  const html = `${origin}/${workspace.slug}`;
  return {
    type: "workspace",
    uuid: uuidOf(workspace),
    name: workspace.name,
    slug: workspace.slug,
    is_private: true,
    is_privacy_enforced: true,
    forking_mode: "internal_only",
    created_on: timestamp(workspace.createdAt),
    updated_on: timestamp(workspace.updatedAt),
    links: {
      avatar: { href: `${html}/avatar` },
      html: { href: html },
      members: { href: `${api}/members` },
      owners: { href: `${api}/members?q=permission%3D%22owner%22` },
      projects: { href: `${api}/projects` },
      repositories: { href: `${origin}/2.0/repositories/${workspace.slug}` },
      snippets: { href: `${origin}/2.0/snippets/${workspace.slug}` },
      self: { href: api },
    },
  };
}

/** As other objects name it. */
export function condensedWorkspace(workspace: Workspace, origin: string) {
  return {
    type: "workspace",
    uuid: uuidOf(workspace),
    name: workspace.name,
    slug: workspace.slug,
    links: workspaceLinks(workspace, origin),
  };
}

/** The workspace as an owner: an account of a team. */
export function ownerTeam(workspace: Workspace, origin: string) {
  return {
    type: "team",
    uuid: uuidOf(workspace),
    username: workspace.slug,
    display_name: workspace.name,
    links: workspaceLinks(workspace, origin),
  };
}

function workspaceLinks({ slug }: Workspace, origin: string) {
  return {
    avatar: { href: `${origin}/${slug}/avatar` },
    html: { href: `${origin}/${slug}` },
    self: { href: `${origin}/2.0/workspaces/${slug}` },
  };
}
