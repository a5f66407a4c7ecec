import { z } from "zod";
import type { KnownAuthor } from "@/lib/access-tokens/authors";
import type { Branch, Tag } from "@/lib/git/refs";
import { createBranch, createTag } from "@/lib/git-content/create-ref";
import { deleteBranch, deleteTag } from "@/lib/git-content/delete-ref";
import { getBranch } from "@/lib/git-content/get-branch";
import { getTag } from "@/lib/git-content/get-tag";
import { listBranches } from "@/lib/git-content/list-branches";
import { listRefs } from "@/lib/git-content/list-refs";
import { listTags } from "@/lib/git-content/list-tags";
import { BranchObject, presentRef, RefObject, TagObject } from "@/lib/published/ref";
import { pageObject } from "@/lib/published/values";
import type { Repository } from "@/lib/repositories/find";
import { json, noContent } from "../http/answer";
import { type RestRequest, route } from "../http/operation-route";
import { pageOf, paginated, QueriedPageQuery, queryOf } from "../http/pagination";
import { repositoryOf } from "./repositories";

route({
  method: "GET",
  path: "/repositories/{workspace}/{repo_slug}/refs",
  name: "repositories.listRefs",
  operation: listRefs,
  query: QueriedPageQuery,
  input: listInput,
  present: presentRefs,
  answers: { 200: pageObject(RefObject) },
});

route({
  method: "GET",
  path: "/repositories/{workspace}/{repo_slug}/refs/branches",
  name: "repositories.listBranches",
  operation: listBranches,
  query: QueriedPageQuery,
  input: listInput,
  present: presentRefs,
  answers: { 200: pageObject(BranchObject) },
});

route({
  method: "GET",
  path: "/repositories/{workspace}/{repo_slug}/refs/branches/{name}",
  name: "repositories.getBranch",
  operation: getBranch,
  input: (request) => ({ ...repositoryOf(request), name: request.params.name ?? "" }),
  present: ({ branch, repository, authors }, { origin }) => json(presentRef(branch, repository, authors, origin)),
  answers: { 200: BranchObject },
});

route({
  method: "GET",
  path: "/repositories/{workspace}/{repo_slug}/refs/tags",
  name: "repositories.listTags",
  operation: listTags,
  query: QueriedPageQuery,
  input: listInput,
  present: presentRefs,
  answers: { 200: pageObject(TagObject) },
});

route({
  method: "GET",
  path: "/repositories/{workspace}/{repo_slug}/refs/tags/{name}",
  name: "repositories.getTag",
  operation: getTag,
  input: (request) => ({ ...repositoryOf(request), name: request.params.name ?? "" }),
  present: ({ tag, repository, authors }, { origin }) => json(presentRef(tag, repository, authors, origin)),
  answers: { 200: TagObject },
});

const Target = z.object({ hash: z.string().min(1, "Name a commit, a branch or a tag.") });

route({
  method: "POST",
  path: "/repositories/{workspace}/{repo_slug}/refs/branches",
  name: "repositories.createBranch",
  operation: createBranch,
  body: z.object({ name: z.string(), target: Target }),
  input: (request, body) => ({ ...repositoryOf(request), name: body.name, target: body.target.hash }),
  present: ({ ref, repository, authors }, { origin }) => json(presentRef(ref, repository, authors, origin), 201),
  answers: { 201: BranchObject },
});

route({
  method: "DELETE",
  path: "/repositories/{workspace}/{repo_slug}/refs/branches/{name}",
  name: "repositories.deleteBranch",
  operation: deleteBranch,
  input: (request) => ({ ...repositoryOf(request), name: request.params.name ?? "" }),
  present: () => noContent(),
  answers: { 204: null },
});

route({
  method: "POST",
  path: "/repositories/{workspace}/{repo_slug}/refs/tags",
  name: "repositories.createTag",
  operation: createTag,
  body: z.object({ name: z.string(), target: Target, message: z.string().optional() }),
  input: (request, { name, target, message }) => ({ ...repositoryOf(request), name, message, target: target.hash }),
  present: ({ ref, repository, authors }, { origin }) => json(presentRef(ref, repository, authors, origin), 201),
  answers: { 201: TagObject },
});

route({
  method: "DELETE",
  path: "/repositories/{workspace}/{repo_slug}/refs/tags/{name}",
  name: "repositories.deleteTag",
  operation: deleteTag,
  input: (request) => ({ ...repositoryOf(request), name: request.params.name ?? "" }),
  present: () => noContent(),
  answers: { 204: null },
});

function listInput(request: RestRequest) {
  return { ...repositoryOf(request), ...pageOf(request), ...queryOf(request) };
}

type RefPage = {
  items: (Branch | Tag)[];
  total: number;
  page: number;
  pageLength: number;
  repository: Repository;
  authors: ReadonlyMap<string, KnownAuthor>;
};

function presentRefs(page: RefPage, request: RestRequest) {
  const { repository, authors } = page;
  return json(paginated(request, page, (ref) => presentRef(ref, repository, authors, request.origin)));
}
