import { patternsAllow } from "../access-tokens/push-refs";
import type { Principal } from "../authorization/principal";
import { refusedByRestrictions } from "../branch-restrictions/check-push";
import type { Incoming } from "../git/new-objects";
import { describePlace, findPushedSecrets } from "../leaks/pushed-secrets";
import type { Repository } from "../repositories/find";
import { findTokenPolicy } from "../token-policies/find";

/** A ref that a push moves, makes or deletes; a hash of zeros stands for none. */
export type RefUpdate = { before: string; after: string; ref: string };

/** What a push brings and moves, before it is accepted. */
export type Push = {
  updates: readonly RefUpdate[];
  /** Where git keeps what it brought; empty where it brought nothing. */
  objectDirectory: string;
  alternates: string;
};

/** Why a push is refused, all of it, in lines for whoever pushed. Without a reason: it couldn't be checked. */
export type PushRefusal = { reason: "ref" | "secret" | null; lines: string[] };

export const longestSearchMs = 5 * 60_000;

/** By git, by the API, or as the merge of a pull request. */
export type PushedThrough = "push" | "api" | "merge";

type CheckOptions = { through: PushedThrough; signal?: AbortSignal; searchMs?: number };

/**
 * Whether refs may move so: null, or why not. To be asked while git holds a push apart, and before anything else moves a
 * ref. Ends with the signal.
 */
export async function checkPush(
  principal: Principal,
  repository: Repository,
  push: Push,
  { through, signal = new AbortController().signal, searchMs = longestSearchMs }: CheckOptions,
): Promise<PushRefusal | null> {
  return (
    refusedRefs(principal, push) ??
    (await refusedByRestrictions(principal, repository, push, through)) ??
    (await refusedSecrets(repository, push, signal, searchMs))
  );
}

const mostNamed = 10;

function refusedRefs(principal: Principal, { updates }: Push): PushRefusal | null {
  const patterns = principal.kind === "access_token" ? principal.limits.refs : null;
  if (patterns === null) return null;
  const refused = updates.filter(({ ref }) => !patternsAllow(patterns, ref)).map(({ ref }) => ref);
  if (refused.length === 0) return null;
  const more = refused.length - mostNamed;
  return {
    reason: "ref",
    lines: [
      `This token may push to ${patterns.join(", ")} and nowhere else.`,
      "It may not push to:",
      ...refused.slice(0, mostNamed).map((ref) => `  ${ref}`),
      ...(more > 0 ? [`  and ${more} more`] : []),
    ],
  };
}

async function refusedSecrets(
  repository: Repository,
  { updates, objectDirectory, alternates }: Push,
  signal: AbortSignal,
  searchMs: number,
): Promise<PushRefusal | null> {
  const tips = updates.map(({ after }) => after).filter((hash) => !/^0+$/.test(hash));
  if (tips.length === 0) return null;
  if (!(await findTokenPolicy(repository.workspace.id)).refusesPushedSecrets) return null;
  const incoming: Incoming = { repositoryId: repository.id, tips, objectDirectory, alternates };
  const limit = AbortSignal.timeout(searchMs);
  try {
    const found = await findPushedSecrets(incoming, AbortSignal.any([signal, limit]));
    if (found.length === 0) return null;
    return {
      reason: "secret",
      lines: [
        "This push holds the secret of a live Latchkey access token:",
        ...found.map((place) => `  ${describePlace(place)}`),
        "Take it out of these commits and push again. If others may have seen it, revoke the token.",
      ],
    };
  } catch (error) {
    if (!limit.aborted || signal.aborted) throw error;
    return {
      reason: null,
      lines: [
        `Looking for secrets in this push took longer than ${Math.round(searchMs / 1000)} seconds.`,
        "Push it in smaller parts, or ask an admin of the workspace to switch the check off meanwhile.",
      ],
    };
  }
}
