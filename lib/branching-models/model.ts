import { z } from "zod";
import type { BranchingModel } from "@/db/schema/branching-model";
import { invalid, ok, type Result } from "../errors";
import { branchNameSchema, refNameForm } from "../names";

/** Kinds of branches that are told by what their names begin with. */
export const branchKinds = ["feature", "bugfix", "release", "hotfix"] as const;
export type BranchKind = (typeof branchKinds)[number];

/** All that a branch can be for. */
export const branchTypes = [...branchKinds, "development", "production"] as const;
export type BranchType = (typeof branchTypes)[number];

/** As published, for what has no model of its own and none above it. */
export const defaultModel: BranchingModel = {
  development: null,
  production: { enabled: false, branch: null },
  kinds: {
    feature: { enabled: true, prefix: "feature/" },
    bugfix: { enabled: true, prefix: "bugfix/" },
    release: { enabled: true, prefix: "release/" },
    hotfix: { enabled: true, prefix: "hotfix/" },
  },
  closesBranches: false,
};

/** The branch by its name, or that it is the main branch. What isn't given stays. */
const BranchChange = z.object({ name: z.string().nullish(), usesMainBranch: z.boolean().optional() });
type BranchChange = z.output<typeof BranchChange>;

export const branchKindSchema = z.enum(branchKinds, `The kinds of branches are ${branchKinds.join(", ")}.`);

/** What is given changes; what isn't stays. */
export const ModelChanges = z.object({
  development: BranchChange.optional(),
  production: BranchChange.extend({ enabled: z.boolean().optional() }).optional(),
  kinds: z
    .array(z.object({ kind: branchKindSchema, enabled: z.boolean().optional(), prefix: z.string().nullish() }))
    .default([]),
  closesBranches: z.boolean().optional(),
});

/** Where the model holds: in a repository its branches are known, in a project they aren't. */
export type BranchNames = { mainBranch: string; hasBranch: (name: string) => Promise<boolean> } | null;

/** The model with the changes, or why it can't be so. */
export async function changedModel(
  before: BranchingModel,
  changes: z.output<typeof ModelChanges>,
  names: BranchNames,
): Promise<Result<BranchingModel>> {
  const development = await pointedAt("development", before.development, changes.development, names);
  if (!development.ok) return development;
  const enabled = changes.production?.enabled ?? before.production.enabled;
  const production = await pointedAt("production", before.production.branch, changes.production, names);
  // What is switched off may point anywhere.
  if (!production.ok && enabled) return production;
  const kinds = { ...before.kinds };
  if (new Set(changes.kinds.map(({ kind }) => kind)).size < changes.kinds.length) {
    return invalid("branch_types", "Name each kind once.");
  }
  for (const { kind, enabled: isOn, prefix } of changes.kinds) {
    kinds[kind] = { enabled: isOn ?? kinds[kind].enabled, prefix: prefix ?? kinds[kind].prefix };
  }
  const problem = prefixProblem(kinds);
  if (problem !== null) return invalid("branch_types", problem);
  return ok({
    development: development.value,
    production: { enabled, branch: production.ok ? production.value : before.production.branch },
    kinds,
    closesBranches: changes.closesBranches ?? before.closesBranches,
  });
}

async function pointedAt(
  field: string,
  before: string | null,
  change: BranchChange | undefined,
  names: BranchNames,
): Promise<Result<string | null>> {
  if (!change) return ok(before);
  const { name, usesMainBranch = name ? false : before === null } = change;
  if (usesMainBranch) {
    return !name || name === names?.mainBranch ? ok(null) : invalid(field, "Use the main branch, or name another.");
  }
  const parsed = branchNameSchema.safeParse((name === undefined ? before : name) ?? "");
  if (!parsed.success) return invalid(field, parsed.error.issues[0]?.message ?? "Enter a branch.");
  if (names && !(await names.hasBranch(parsed.data))) return invalid(field, `There is no branch ${parsed.data}.`);
  return ok(parsed.data);
}

/** Each branch has to be told by its name alone. The prefix of a kind that is switched off may be anything. */
function prefixProblem(kinds: BranchingModel["kinds"]): string | null {
  if (branchKinds.some((kind) => kinds[kind].prefix.length > 100)) return "Use at most 100 characters for a prefix.";
  const enabled = branchKinds.filter((kind) => kinds[kind].enabled);
  for (const kind of enabled) {
    const { prefix } = kinds[kind];
    if (prefix === "") return `Enter what the names of ${kind} branches begin with.`;
    if (!refNameForm.test(`${prefix}x`)) return `No branch can begin with “${prefix}”.`;
    const other = enabled.find((one) => one !== kind && kinds[one].prefix.startsWith(prefix));
    if (other)
      return `A ${other} branch would be a ${kind} branch as well: “${kinds[other].prefix}” begins with “${prefix}”.`;
  }
  return null;
}
