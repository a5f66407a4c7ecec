import { repositoryHome } from "@/app/_shell/resource-bars";
import type { RepositorySummary } from "@/lib/workspaces/overview";

/** What a list shows of a repository; it travels to the browser, so it holds nothing else. */
export type RepositoryLine = {
  slug: string;
  href: string;
  description: string;
  tokenCount: number | null;
  pushedAt: Date | null;
};

export function repositoryLines(repositories: RepositorySummary[]): RepositoryLine[] {
  return repositories.map((repository) => ({
    slug: repository.slug,
    href: repositoryHome(repository),
    description: repository.description,
    tokenCount: repository.tokenCount,
    pushedAt: repository.pushedAt,
  }));
}
