import { z } from "zod";
import { suggestSlug } from "@/lib/names";
import { presentRepository, RepositoryObject } from "@/lib/published/repository";
import { pageObject } from "@/lib/published/values";
import { createFork } from "@/lib/repositories/fork";
import { listForks } from "@/lib/repositories/list-forks";
import { json } from "../http/answer";
import { route } from "../http/operation-route";
import { pageOf, queryOf } from "../http/pagination";
import { ForkPolicy, IsPrivate, presentRepositories, RepositoriesQuery, repositoryOf } from "./repositories";

const path = "/repositories/{workspace}/{repo_slug}/forks";

route({
  method: "GET",
  path,
  name: "repositories.listForks",
  operation: listForks,
  query: RepositoriesQuery,
  input: (request) => ({ ...repositoryOf(request), ...pageOf(request), ...queryOf(request) }),
  present: presentRepositories,
  answers: { 200: pageObject(RepositoryObject) },
});

route({
  method: "POST",
  path,
  name: "repositories.createFork",
  operation: createFork,
  body: z.object({
    name: z.string().optional(),
    slug: z.string().optional(),
    description: z.string().nullish(),
    is_private: IsPrivate,
    fork_policy: ForkPolicy,
    workspace: z.object({ slug: z.string().optional(), uuid: z.string().optional() }).optional(),
    project: z.object({ key: z.string().optional(), uuid: z.string().optional() }).optional(),
  }),
  input: (request, { name, slug, description, workspace, project }) => ({
    ...repositoryOf(request),
    name: name ?? slug,
    slug: slug ?? (name === undefined ? undefined : suggestSlug(name)),
    description: description ?? undefined,
    within: workspace?.slug ?? workspace?.uuid,
    project: project?.key ?? project?.uuid,
  }),
  present: async (fork, request) => json(await presentRepository(fork, request), 201),
  answers: { 201: RepositoryObject },
});
