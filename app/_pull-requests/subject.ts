/** A pull request as its pages and actions name it. */
export type PullRequestName = { workspace: string; repository: string; number: number };
