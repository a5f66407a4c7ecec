import { z } from "zod";
import type { Page } from "@/lib/page";
import { presentRepository, RepositoryObject } from "@/lib/published/repository";
import { pageObject } from "@/lib/published/values";
import { createRepository } from "@/lib/repositories/create";
import { deleteRepository } from "@/lib/repositories/delete";
import type { Repository } from "@/lib/repositories/find";
import { getRepository } from "@/lib/repositories/get";
import { listRepositories } from "@/lib/repositories/list";
import { updateRepository } from "@/lib/repositories/update";
import { type Answer, json, noContent } from "../http/answer";
import { type RestRequest, route } from "../http/operation-route";
import { pageOf, paginated, QueriedPageQuery, queryOf } from "../http/pagination";

export const RepositoriesQuery = QueriedPageQuery.extend({
  role: z.string().describe("Of a person; a token has none, and sees what it sees").optional(),
});

route({
  method: "GET",
  path: "/repositories/{workspace}",
  name: "repositories.list",
  operation: listRepositories,
  query: RepositoriesQuery,
  input: (request) => ({
    workspace: request.params.workspace ?? "",
    ...pageOf(request),
    ...queryOf(request),
  }),
  present: presentRepositories,
  answers: { 200: pageObject(RepositoryObject) },
});

route({
  method: "GET",
  path: "/repositories/{workspace}/{repo_slug}",
  name: "repositories.get",
  operation: getRepository,
  input: repositoryOf,
  present: async (repository, request) => json(await presentRepository(repository, request)),
  answers: { 200: RepositoryObject },
});

/** Everything here is private: a body may say so, and no more. */
export const IsPrivate = z.literal(true, "Everything here is private. Public ones can’t be made.").optional();

/** It is `no_public_forks` of every repository. Who allows forks doesn't ask for public ones: clients send that by default. */
export const ForkPolicy = z
  .enum(
    ["no_public_forks", "allow_forks"],
    "Everything here can be forked, and no fork is public: it is no_public_forks.",
  )
  .optional();

const RepositoryBody = z.object({
  scm: z.literal("git", "There is nothing but git here.").optional(),
  name: z.string().optional(),
  description: z.string().nullish(),
  is_private: IsPrivate,
  fork_policy: ForkPolicy,
  project: z.object({ key: z.string().optional(), uuid: z.string().optional() }).optional(),
  mainbranch: z.object({ name: z.string() }).nullish(),
});

route({
  method: "POST",
  path: "/repositories/{workspace}/{repo_slug}",
  name: "repositories.create",
  operation: createRepository,
  body: RepositoryBody,
  input: ({ params }, { name, description, project, mainbranch }) => ({
    workspace: params.workspace ?? "",
    project: project?.key ?? project?.uuid,
    slug: params.repo_slug ?? "",
    name: name ?? params.repo_slug ?? "",
    description: description ?? "",
    mainBranch: mainbranch?.name,
  }),
  present: async (repository, request) => json(await presentRepository(repository, request)),
  answers: { 200: RepositoryObject },
});

route({
  method: "PUT",
  path: "/repositories/{workspace}/{repo_slug}",
  name: "repositories.update",
  operation: updateRepository,
  body: RepositoryBody,
  input: (request, { name, description, project, mainbranch }) => ({
    ...repositoryOf(request),
    name,
    description: description ?? undefined,
    project: project?.key ?? project?.uuid,
    mainBranch: mainbranch?.name,
  }),
  present: async (repository, request) => json(await presentRepository(repository, request)),
  answers: { 200: RepositoryObject },
});

route({
  method: "DELETE",
  path: "/repositories/{workspace}/{repo_slug}",
  name: "repositories.delete",
  operation: deleteRepository,
  input: repositoryOf,
  present: () => noContent(),
  answers: { 204: null },
});

export async function presentRepositories(page: Page<Repository>, request: RestRequest): Promise<Answer> {
  const items = await Promise.all(page.items.map((repository) => presentRepository(repository, request)));
  return json(paginated(request, { ...page, items }, (item) => item));
}

/** The two placeholders that name a repository. */
export function repositoryOf({ params }: RestRequest): { workspace: string; repository: string } {
  return { workspace: params.workspace ?? "", repository: params.repo_slug ?? "" };
}
