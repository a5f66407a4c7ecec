export const pullRequestStates = ["OPEN", "MERGED", "DECLINED"] as const;
export type PullRequestState = (typeof pullRequestStates)[number];
