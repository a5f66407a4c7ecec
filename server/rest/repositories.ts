import { presentRepository, RepositoryObject } from "@/lib/published/repository";
import { pageObject } from "@/lib/published/values";
import { getRepository } from "@/lib/repositories/get";
import { listRepositories } from "@/lib/repositories/list";
import { json } from "../http/answer";
import { type RestRequest, route } from "../http/operation-route";
import { PageQuery, pageOf, paginated } from "../http/pagination";

route({
  method: "GET",
  path: "/repositories/{workspace}",
  name: "repositories.list",
  operation: listRepositories,
  query: PageQuery,
  input: (request) => ({
    workspace: request.params.workspace ?? "",
    q: request.query.get("q") ?? undefined,
    ...pageOf(request),
  }),
  present: async (page, request) => {
    const items = await Promise.all(page.items.map((repository) => presentRepository(repository, request)));
    return json(paginated(request, { ...page, items }, (item) => item));
  },
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

/** The two placeholders that name a repository. */
export function repositoryOf({ params }: RestRequest): { workspace: string; repository: string } {
  return { workspace: params.workspace ?? "", repository: params.repo_slug ?? "" };
}
