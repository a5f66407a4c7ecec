import { z } from "zod";
import { sees } from "../authorization/can";
import type { Caller } from "../authorization/principal";
import type { NamedRepository, Repository } from "../repositories/find";
import { existingMainBranch } from "../repositories/main-branch";
import { CondensedProjectObject, condensedProject } from "./project";
import { Link, Timestamp, timestamp, Uuid, uuidOf } from "./values";
import { CondensedWorkspaceObject, condensedWorkspace, ownerTeam, TeamObject } from "./workspace";

export const CondensedRepositoryObject = z.object({
  type: z.literal("repository"),
  uuid: Uuid,
  full_name: z.string(),
  name: z.string(),
  links: z.object({ self: Link, html: Link, avatar: Link }),
});

/** Which settings are the repository's own, and not its project's. */
export const OverriddenObject = z.object({ default_merge_strategy: z.boolean(), branching_model: z.boolean() });

export const RepositoryObject = z
  .object({
    ...CondensedRepositoryObject.shape,
    slug: z.string(),
    description: z.string(),
    is_private: z.boolean(),
    parent: CondensedRepositoryObject.nullable(),
    scm: z.literal("git"),
    owner: TeamObject,
    workspace: CondensedWorkspaceObject,
    project: CondensedProjectObject,
    mainbranch: z.object({ type: z.literal("branch"), name: z.string() }).nullable(),
    size: z.int(),
    language: z.string(),
    website: z.string().nullable(),
    has_issues: z.boolean(),
    has_wiki: z.boolean(),
    fork_policy: z.enum(["allow_forks", "no_public_forks", "no_forks"]),
    override_settings: OverriddenObject,
    enforced_signed_commits: z.null(),
    created_on: Timestamp,
    updated_on: Timestamp,
    links: z.object({
      ...CondensedRepositoryObject.shape.links.shape,
      pullrequests: Link,
      commits: Link,
      forks: Link,
      watchers: Link,
      branches: Link,
      tags: Link,
      downloads: Link,
      source: Link,
      hooks: Link,
      clone: z.array(Link),
    }),
  })
  .meta({ id: "repository" });

/** The repository as it is told to a caller: the clone address names the token's own user. */
export async function presentRepository(
  repository: Repository,
  { origin, caller }: { origin: string; caller: Caller },
): Promise<z.infer<typeof RepositoryObject>> {
  const { workspace, project, parent } = repository;
  const condensed = condensedRepository(repository, origin);
  const api = condensed.links.self.href;
  const html = condensed.links.html.href;
  const mainBranch = await existingMainBranch(repository);
  return {
    ...condensed,
    slug: repository.slug,
    description: repository.description,
    is_private: true,
    parent: parent && sees(caller.principal, parent.resource) ? condensedRepository(parent, origin) : null,
    scm: "git",
    owner: ownerTeam(workspace, origin),
    workspace: condensedWorkspace(workspace, origin),
    project: condensedProject(project, origin),
    mainbranch: mainBranch === null ? null : { type: "branch", name: mainBranch },
    size: repository.size,
    language: "",
    website: null,
    has_issues: false,
    has_wiki: false,
    fork_policy: "no_public_forks",
    override_settings: overridden(repository),
    enforced_signed_commits: null,
    created_on: timestamp(repository.createdAt),
    updated_on: timestamp(repository.updatedAt),
    links: {
      ...condensed.links,
      pullrequests: { href: `${api}/pullrequests` },
      commits: { href: `${api}/commits` },
      forks: { href: `${api}/forks` },
      watchers: { href: `${api}/watchers` },
      branches: { href: `${api}/refs/branches` },
      tags: { href: `${api}/refs/tags` },
      downloads: { href: `${api}/downloads` },
      source: { href: `${api}/src` },
      hooks: { href: `${api}/hooks` },
      clone: [{ name: "https", href: cloneAddress(html, caller) }],
    },
  };
}

/** There is no default merge strategy: each merge says its own. */
export function overridden({ branchingModel }: Repository): z.infer<typeof OverriddenObject> {
  return { default_merge_strategy: false, branching_model: branchingModel !== null };
}

/** As other objects name it. */
export function condensedRepository(
  repository: NamedRepository,
  origin: string,
): z.infer<typeof CondensedRepositoryObject> {
  const fullName = `${repository.workspace.slug}/${repository.slug}`;
  const html = `${origin}/${fullName}`;
  return {
    type: "repository",
    uuid: uuidOf(repository),
    full_name: fullName,
    name: repository.name,
    links: {
      self: { href: `${origin}/2.0/repositories/${fullName}` },
      html: { href: html },
      avatar: { href: `${html}/avatar` },
    },
  };
}

/** Names the token's own user, so that git asks for the password alone. */
function cloneAddress(html: string, { principal }: Caller): string {
  const user = principal.kind === "access_token" ? `${principal.botId}@` : "";
  return `${html.replace("://", `://${user}`)}.git`;
}
