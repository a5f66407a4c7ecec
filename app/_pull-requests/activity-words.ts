import type { Activity } from "@/lib/pull-requests/activity";

type State = NonNullable<Activity["state"]>;

/** What an update of a pull request did, in the words that follow a name. Without a state before, it was opened. */
export function activityWords(before: State | null, now: State, branch: string): string {
  if (!before) return now.draft ? "opened this as a draft" : "opened this";
  if (now.state !== before.state) {
    return now.state === "MERGED" ? `merged this into ${now.destinationBranch}` : "declined this";
  }
  const words = [
    now.sourceCommit === before.sourceCommit ? [] : `pushed ${now.sourceCommit.slice(0, 7)} to ${branch}`,
    now.title === before.title ? [] : `changed the title from “${before.title}” to “${now.title}”`,
    now.description === before.description ? [] : "changed the description",
    now.destinationBranch === before.destinationBranch
      ? []
      : `changed the destination from ${before.destinationBranch} to ${now.destinationBranch}`,
    now.draft === before.draft ? [] : now.draft ? "made this a draft" : "marked this as ready",
  ].flat();
  return words.length > 0 ? list.format(words) : "changed who is to review this, or its settings";
}

const list = new Intl.ListFormat("en");
