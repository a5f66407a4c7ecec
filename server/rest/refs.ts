import type { KnownAuthor } from "@/lib/access-tokens/authors";
import type { Branch, RefSort, Tag } from "@/lib/git/refs";
import { getBranch } from "@/lib/git-content/get-branch";
import { getTag } from "@/lib/git-content/get-tag";
import { listBranches } from "@/lib/git-content/list-branches";
import { listRefs } from "@/lib/git-content/list-refs";
import { listTags } from "@/lib/git-content/list-tags";
import type { Repository } from "@/lib/repositories/find";
import { json } from "../http/answer";
import { type RestRequest, route } from "../http/operation-route";
import { pageOf, paginated } from "../http/pagination";
import { presentAuthor } from "./authors";
import { presentCommit } from "./commits";
import { encodedPath, timestamp } from "./objects";
import { condensedRepository, repositoryOf } from "./repositories";

route("GET", "/repositories/{workspace}/{repo_slug}/refs", "repositories.listRefs", listRefs, listInput, presentRefs);

route(
  "GET",
  "/repositories/{workspace}/{repo_slug}/refs/branches",
  "repositories.listBranches",
  listBranches,
  listInput,
  presentRefs,
);

route(
  "GET",
  "/repositories/{workspace}/{repo_slug}/refs/branches/{name}",
  "repositories.getBranch",
  getBranch,
  (request) => ({ ...repositoryOf(request), name: request.params.name ?? "" }),
  ({ branch, repository, authors }, { origin }) => json(presentRef(branch, repository, authors, origin)),
);

route(
  "GET",
  "/repositories/{workspace}/{repo_slug}/refs/tags",
  "repositories.listTags",
  listTags,
  listInput,
  presentRefs,
);

route(
  "GET",
  "/repositories/{workspace}/{repo_slug}/refs/tags/{name}",
  "repositories.getTag",
  getTag,
  (request) => ({ ...repositoryOf(request), name: request.params.name ?? "" }),
  ({ tag, repository, authors }, { origin }) => json(presentRef(tag, repository, authors, origin)),
);

function listInput(request: RestRequest) {
  return { ...repositoryOf(request), ...pageOf(request), sort: sortOf(request.query.get("sort")) };
}

/** The orders that there are; another one asked for is the usual one. */
function sortOf(asked: string | null): RefSort {
  return asked === "-name" || asked === "target.date" || asked === "-target.date" ? asked : "name";
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

function presentRef(
  ref: Branch | Tag,
  repository: Repository,
  authors: ReadonlyMap<string, KnownAuthor>,
  origin: string,
) {
  const { self, html } = condensedRepository(repository, origin).links;
  const name = encodedPath(ref.name);
  const common = { name: ref.name, target: presentCommit(ref.target, repository, authors, origin) };
  const commits = { href: `${self.href}/commits/${name}` };
  switch (ref.kind) {
    case "branch":
      return {
        type: "branch",
        ...common,
        merge_strategies: ["merge_commit", "squash", "fast_forward"],
        default_merge_strategy: "merge_commit",
        links: {
          self: { href: `${self.href}/refs/branches/${name}` },
          commits,
          html: { href: `${html.href}/branch/${name}` },
        },
      };
    case "tag":
      return {
        type: "tag",
        ...common,
        message: ref.annotation?.message ?? null,
        date: ref.annotation?.taggedAt ? timestamp(ref.annotation.taggedAt) : null,
        tagger: ref.annotation?.tagger ? presentAuthor(ref.annotation.tagger, authors) : null,
        links: {
          self: { href: `${self.href}/refs/tags/${name}` },
          commits,
          html: { href: `${html.href}/commits/tag/${name}` },
        },
      };
  }
}
