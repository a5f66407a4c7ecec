import { z } from "zod";
import { invalid, ok, type Result } from "../errors";
import { refTarget } from "../git/ref-targets";
import { resolveCommit } from "../git/resolve";

export const selectorTypes = ["branches", "tags", "bookmarks", "default", "custom", "pull-requests"] as const;

/** What is to be run, as it is asked for. */
export const TargetInput = z.object({
  type: z.string(),
  refType: z.string().optional(),
  refName: z.string().max(1_000).optional(),
  commit: z.string().optional(),
  selector: z
    .object({
      type: z.enum(selectorTypes),
      pattern: z.string().max(255, "Use at most 255 characters.").optional(),
    })
    .default({ type: "default" }),
});

export type Target = {
  refType: "branch" | "tag" | null;
  refName: string | null;
  /** The full hash. */
  commit: string;
  selectorType: string;
  selectorPattern: string | null;
};

/** What is to be run, as it is kept: the ref has to be there, and so has the commit. */
export async function resolveTarget(
  repositoryId: string,
  { type, refType, refName, commit, selector }: z.output<typeof TargetInput>,
): Promise<Result<Target>> {
  if (selector.type === "custom" && !selector.pattern) return invalid("target", "A custom pipeline has a pattern.");
  const selected = { selectorType: selector.type, selectorPattern: selector.pattern ?? null };
  switch (type) {
    case "pipeline_ref_target": {
      if (refType !== "branch" && refType !== "tag") return invalid("target", "Its ref_type is branch or tag.");
      if (!refName) return invalid("target", "Its ref_name is missing.");
      const place = refType === "branch" ? "heads" : "tags";
      const ref = await refTarget(repositoryId, `refs/${place}/${refName}`);
      if (ref === null) return invalid("target", `There is no ${refType} ${refName}.`);
      const hash = await findCommit(repositoryId, commit ?? ref);
      return hash ? ok({ refType, refName, commit: hash, ...selected }) : unknownCommit(commit ?? ref);
    }
    case "pipeline_commit_target": {
      if (!commit) return invalid("target", "Its commit is missing.");
      const hash = await findCommit(repositoryId, commit);
      return hash ? ok({ refType: null, refName: null, commit: hash, ...selected }) : unknownCommit(commit);
    }
    default:
      return invalid("target", "Its type is pipeline_ref_target or pipeline_commit_target.");
  }
}

/** By its hash or the beginning of one, and by no other name: a branch may be called like that. */
async function findCommit(repositoryId: string, hash: string): Promise<string | null> {
  if (!/^[0-9a-f]{4,40}$/i.test(hash)) return null;
  const found = await resolveCommit(repositoryId, hash);
  return found?.startsWith(hash.toLowerCase()) || hash.length === 40 ? found : null;
}

function unknownCommit(hash: string): Result<never> {
  return invalid("target", `There is no commit ${hash.slice(0, 100)}.`);
}
