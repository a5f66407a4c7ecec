import { known } from "./commits";
import { GitError } from "./run";
import { runInRepository } from "./storage";
import { identity, type Signature } from "./write";

/** A ref that is to move, to be made (before: null) or to go (after: null). */
export type RefChange = { ref: string; before: string | null; after: string | null };

/** A ref is no longer where it was expected, or its name stands in the way of another's. */
export class RefMovedError extends Error {
  override name = "RefMovedError";
}

const none = "0".repeat(40);

/** Moves the refs, all or none, each from where it is expected to be. Throws `RefMovedError` where one isn't there. */
export async function updateRefs(
  repositoryId: string,
  changes: readonly RefChange[],
  by: Signature,
  at: Date,
): Promise<void> {
  const lines = changes.map(({ ref, before, after }) => {
    const [to, from] = [after === null ? none : known(after), before === null ? none : known(before)];
    return `update ${ref}\0${to}\0${from}\0`;
  });
  try {
    await runInRepository(repositoryId, ["update-ref", "--stdin", "-z"], {
      input: lines.join(""),
      env: identity("COMMITTER", by, at),
    });
  } catch (error) {
    if (error instanceof GitError && /cannot lock ref|cannot update ref/.test(error.stderr)) {
      throw new RefMovedError(error.stderr.slice(0, 500));
    }
    throw error;
  }
}
