import { gitIdentity } from "../actors/actor";
import type { Caller } from "../authorization/principal";
import { fail, ok, type Result } from "../errors";
import { type RefChange, RefMovedError, updateRefs } from "../git/update-refs";
import type { Merging } from "../pull-requests/follow-push";
import { announcePush } from "../pushes/announce";
import { forgetPush, notePush } from "../pushes/note";
import type { Repository } from "../repositories/find";
import { checkPush, type PushedThrough } from "./check-push";

const none = "0".repeat(40);

/**
 * Moves refs for a caller that isn't git: an API's commit, a merge, a branch that is made or deleted. All that a push has
 * to pass, this has to pass; what follows a push follows this. All refs move, or none.
 */
export async function writeRefs(
  caller: Caller,
  repository: Repository,
  changes: readonly RefChange[],
  { through = "api", merging = null }: { through?: PushedThrough; merging?: Merging | null } = {},
): Promise<Result<null>> {
  const updates = changes.map(({ ref, before, after }) => ({ ref, before: before ?? none, after: after ?? none }));
  const push = { updates, objectDirectory: "", alternates: "" };
  const refusal = await checkPush(caller.principal, repository, push, { through });
  if (refusal) return fail({ code: "refused_by_policy", message: refusal.lines.join("\n") });
  const noted = await notePush(caller, repository, updates, merging);
  try {
    await updateRefs(repository.id, changes, gitIdentity(caller), new Date());
  } catch (error) {
    if (!(error instanceof RefMovedError)) throw error;
    await forgetPush(repository, noted);
    const names = changes.map(({ ref }) => ref.replace(/^refs\/(heads|tags)\//, "")).join(", ");
    return fail({
      code: "conflict",
      message: `${names} moved meanwhile, or another name stands in the way. Look again.`,
    });
  }
  await announcePush(caller, repository, noted);
  return ok(null);
}
