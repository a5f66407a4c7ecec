import { GitMerge, GitPullRequest, GitPullRequestClosed, GitPullRequestDraft } from "lucide-react";
import { Badge } from "@/components/ui/badge";
import type { PullRequestState } from "@/lib/pull-requests/states";

export const stateWords: Record<PullRequestState, string> = { OPEN: "Open", MERGED: "Merged", DECLINED: "Declined" };

export function StateBadge({ state, draft }: { state: PullRequestState; draft: boolean }) {
  if (state === "OPEN" && draft) return <Badge icon={GitPullRequestDraft}>Draft</Badge>;
  const { icon, tone } = looks[state];
  return (
    <Badge icon={icon} tone={tone}>
      {stateWords[state]}
    </Badge>
  );
}

const looks = {
  OPEN: { icon: GitPullRequest, tone: "accent" },
  MERGED: { icon: GitMerge, tone: "success" },
  DECLINED: { icon: GitPullRequestClosed, tone: "danger" },
} as const;
