import type { Caller } from "@/lib/authorization/principal";
import type { Repository } from "@/lib/repositories/find";
import { getRepository } from "@/lib/repositories/get";
import { listRepositories } from "@/lib/repositories/list";
import { existingMainBranch } from "@/lib/repositories/main-branch";
import { json } from "../http/answer";
import { type RestRequest, route } from "../http/operation-route";
import { pageOf, paginated } from "../http/pagination";
import { timestamp, uuidOf } from "./objects";
import { condensedProject } from "./projects";
import { condensedWorkspace, ownerTeam } from "./workspaces";

route(
  "GET",
  "/repositories/{workspace}",
  "repositories.list",
  listRepositories,
  (request) => ({
    workspace: request.params.workspace ?? "",
    q: request.query.get("q") ?? undefined,
    ...pageOf(request),
  }),
  async (page, request) => {
    const items = await Promise.all(page.items.map((repository) => presentRepository(repository, request)));
    return json(paginated(request, { ...page, items }, (item) => item));
  },
);

route(
  "GET",
  "/repositories/{workspace}/{repo_slug}",
  "repositories.get",
  getRepository,
  repositoryOf,
  async (repository, request) => json(await presentRepository(repository, request)),
);

async function presentRepository(repository: Repository, { origin, caller }: RestRequest) {
  const { workspace, project } = repository;
  const condensed = condensedRepository(repository, origin);
  const api = condensed.links.self.href;
  const html = condensed.links.html.href;
  const mainBranch = await existingMainBranch(repository);
  return {
    ...condensed,
    slug: repository.slug,
    description: repository.description,
    is_private: true,
    parent: null,
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
    override_settings: { default_merge_strategy: false, branching_model: false },
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

/** As other objects name it. */
export function condensedRepository(repository: Repository, origin: string) {
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

/** The two placeholders that name a repository. */
export function repositoryOf({ params }: RestRequest): { workspace: string; repository: string } {
  return { workspace: params.workspace ?? "", repository: params.repo_slug ?? "" };
}
