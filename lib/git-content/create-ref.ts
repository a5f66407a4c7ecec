import { z } from "zod";
import type { KnownAuthor } from "../access-tokens/authors";
import { gitIdentity } from "../actors/actor";
import type { Caller } from "../authorization/principal";
import { fail, invalid, type Result } from "../errors";
import { isRefName } from "../git/ref-targets";
import { type Branch, getBranch, getTag, type Tag } from "../git/refs";
import { resolveCommit } from "../git/resolve";
import { writeTag } from "../git/write";
import { writeRefs } from "../git-access/write-refs";
import { operation } from "../operation";
import type { Repository } from "../repositories/find";
import { withAuthors } from "./authored";
import { unknownCommit } from "./list-commits";
import { namedRepository, RepositoryInput } from "./repository-input";

const NewRefInput = RepositoryInput.extend({
  name: z.string().refine(isRefName, "A branch or tag can’t be called that."),
  /** A hash, or the name of a branch or tag. */
  target: z.string(),
});

type Created<Ref> = { ref: Ref; repository: Repository; authors: ReadonlyMap<string, KnownAuthor> };

export const createBranch = operation({
  name: "repositories.createBranch",
  scope: "repository:write",
  input: NewRefInput,
  ...namedRepository,
  run: async ({ caller, input, found }): Promise<Result<Created<Branch>>> => {
    const target = await resolveCommit(found.id, input.target);
    if (!target) return fail(unknownCommit(input.target));
    return makeRef(caller, found, {
      name: input.name,
      ref: `refs/heads/${input.name}`,
      after: target,
      read: getBranch,
    });
  },
});

/** With a message the tag is annotated, by the caller. */
export const createTag = operation({
  name: "repositories.createTag",
  scope: "repository:write",
  input: NewRefInput.extend({ message: z.string().max(100_000).optional() }),
  ...namedRepository,
  run: async ({ caller, input, found }): Promise<Result<Created<Tag>>> => {
    const { name, message } = input;
    const target = await resolveCommit(found.id, input.target);
    if (!target) return fail(unknownCommit(input.target));
    const after = message
      ? await writeTag(found.id, { name, target, message, tagger: gitIdentity(caller), at: new Date() })
      : target;
    return makeRef(caller, found, { name, ref: `refs/tags/${name}`, after, read: getTag });
  },
});

type NewRef<Ref> = {
  name: string;
  ref: string;
  after: string;
  read: (repositoryId: string, name: string) => Promise<Ref | null>;
};

async function makeRef<Ref extends Branch | Tag>(
  caller: Caller,
  repository: Repository,
  { name, ref, after, read }: NewRef<Ref>,
): Promise<Result<Created<Ref>>> {
  if (await read(repository.id, name)) return invalid("name", `${name} exists already.`);
  const written = await writeRefs(caller, repository, [{ ref, before: null, after }]);
  if (!written.ok) return written;
  const made = await read(repository.id, name);
  if (!made) return fail({ code: "conflict", message: `${name} was deleted a moment ago.` });
  return { ok: true, value: await withAuthors(repository, [made.target], { ref: made }, taggersOf(made)) };
}

function taggersOf(ref: Branch | Tag): string[] {
  return ref.kind === "tag" && ref.annotation?.tagger ? [ref.annotation.tagger.email] : [];
}
