import type { Principal } from "../authorization/principal";
import { type Incoming, isForced } from "../git/new-objects";
import type { Push, PushedThrough, PushRefusal } from "../git-access/check-push";
import type { Repository } from "../repositories/find";
import { binding, findRestrictions } from "./restriction";

/** Why the branches of a repository may not move so, or null. A merge is judged by what restricts merges. */
export async function refusedByRestrictions(
  principal: Principal,
  repository: Repository,
  { updates, objectDirectory, alternates }: Push,
  through: PushedThrough,
): Promise<PushRefusal | null> {
  const heldOn = await findRestrictions(repository);
  const incoming: Incoming = { repositoryId: repository.id, tips: [], objectDirectory, alternates };
  const lines: string[] = [];
  for (const { ref, before, after } of updates) {
    const branch = /^refs\/heads\/(.+)$/s.exec(ref)?.[1];
    if (branch === undefined) continue;
    const held = heldOn(branch);
    if (isNone(after)) {
      if (binding(held, "delete", principal).length > 0) lines.push(`${branch} may not be deleted.`);
      continue;
    }
    if (through !== "merge" && binding(held, "push", principal).length > 0) {
      lines.push(`You may not push to ${branch}. Open a pull request instead.`);
    }
    const forced = binding(held, "force", principal).length > 0 && !isNone(before);
    if (forced && (await isForced(incoming, before, after)))
      lines.push(`The history of ${branch} may not be rewritten.`);
  }
  return lines.length === 0
    ? null
    : { reason: "ref", lines: ["This repository restricts what may be done to its branches.", ...lines] };
}

function isNone(hash: string): boolean {
  return /^0+$/.test(hash);
}
