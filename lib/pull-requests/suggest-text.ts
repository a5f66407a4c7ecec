import type { Commit } from "../git/commits";

/**
 * A title and a description for what a branch brings: of a single commit its message, of several the branch's name with
 * a line for each, the oldest first.
 */
export function suggestText(
  branch: string,
  commits: readonly Pick<Commit, "message">[],
): { title: string; description: string } {
  const [only, ...others] = commits;
  if (only && others.length === 0) {
    const [subject = "", ...body] = only.message.trim().split("\n");
    return { title: cut(subject.trim()) || nameAsTitle(branch), description: body.join("\n").trim() };
  }
  const subjects = commits.map(({ message }) => message.trim().split("\n", 1)[0]?.trim() ?? "");
  const lines = subjects.filter((subject) => subject !== "").map((subject) => `* ${subject}`);
  return { title: nameAsTitle(branch), description: lines.toReversed().join("\n") };
}

/** "feature/new-prices" says "New prices". */
function nameAsTitle(branch: string): string {
  const words = branch
    .slice(branch.lastIndexOf("/") + 1)
    .replace(/[-_]+/g, " ")
    .trim();
  return cut(words === "" ? branch : `${words[0]?.toUpperCase()}${words.slice(1)}`);
}

function cut(title: string): string {
  return [...title].slice(0, 255).join("");
}
