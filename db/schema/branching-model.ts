import { jsonb } from "drizzle-orm/pg-core";

type BranchKind = "feature" | "bugfix" | "release" | "hotfix";

/** Which branches are for what. A branch is named, or is the main branch: null. */
export type BranchingModel = {
  development: string | null;
  production: { enabled: boolean; branch: string | null };
  kinds: Record<BranchKind, { enabled: boolean; prefix: string }>;
  /** Whether a pull request closes its source branch where it doesn't say. */
  closesBranches: boolean;
};

/** Null where the owner has none of its own. */
export const branchingModel = () => jsonb("branching_model").$type<BranchingModel>();
