import { type RepositoryAddress, repositoryPage } from "@/app/_repository/addresses";
import { type PullRequestState, pullRequestStates } from "@/lib/pull-requests/states";

type Query = string | string[] | undefined;

/** What the list shows: one state, and what was looked for in it. */
export type Shown = { state: PullRequestState; search: string; author: string | null };

export function parseShown(query: { state?: Query; search?: Query; author?: Query }): Shown {
  const state = pullRequestStates.find((one) => one === first(query.state));
  const author = first(query.author);
  return {
    state: state ?? "OPEN",
    search: first(query.search).trim().slice(0, 200),
    author: uuidForm.test(author) ? author : null,
  };
}

export function listPage(repository: RepositoryAddress, { state, search, author }: Shown, page = 1): string {
  const query = new URLSearchParams();
  if (state !== "OPEN") query.set("state", state);
  if (search !== "") query.set("search", search);
  if (author !== null) query.set("author", author);
  if (page > 1) query.set("page", String(page));
  const path = repositoryPage(repository, "pull-requests");
  return query.size > 0 ? `${path}?${query}` : path;
}

/** The form for a new one, with its branches chosen where they are given. */
export function newPage(repository: RepositoryAddress, branches: { source?: string; dest?: string } = {}): string {
  const query = new URLSearchParams(branches);
  const path = repositoryPage(repository, "pull-requests", "new");
  return query.size > 0 ? `${path}?${query}` : path;
}

export function pullRequestPage(
  repository: RepositoryAddress,
  number: number,
  ...tab: ["commits" | "diff"] | []
): string {
  return repositoryPage(repository, "pull-requests", String(number), ...tab);
}

/** The one value of a query's name; of several, the first. */
export function first(value: Query): string {
  return (Array.isArray(value) ? value[0] : value) ?? "";
}

const uuidForm = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;
