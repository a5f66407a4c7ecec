import type { Readable } from "node:stream";
import { z } from "zod";
import { fail, ok, type Result } from "../errors";
import type { Commit } from "../git/commits";
import { type FileChange, listChanges, mergeBase, type Range, streamDiff, streamPatch } from "../git/diff";
import { resolveCommit } from "../git/resolve";
import { normalPath } from "../git/source";
import { operation } from "../operation";
import { type Page, PageInput } from "../page";
import type { Repository } from "../repositories/find";
import { type Authored, withAuthors } from "./authored";
import { type DiffSpec, parseDiffSpec, rangeOf } from "./diff-spec";
import { unknownCommit } from "./list-commits";
import { namedRepository, RepositoryInput } from "./repository-input";

const mostContext = 10_000;
/** Of one request. */
export const mostPaths = 100;

const DiffInput = RepositoryInput.extend({
  spec: z.string(),
  /** Whether a pair is compared from where its histories parted. */
  topic: z.boolean().default(true),
  paths: z.array(z.string()).max(mostPaths).default([]),
  context: z.number().int().min(0).max(mostContext).optional(),
  ignoresWhitespace: z.boolean().default(false),
  findsRenames: z.boolean().default(true),
});

/** What is compared, as text. Opened by whoever sends it. */
type OpenText = { range: Range; open: () => Promise<Readable> };

/** The differences that a spec names, as git writes them. */
export const getDiff = operation({
  name: "repositories.getDiff",
  scope: "repository",
  input: DiffInput,
  ...namedRepository,
  run: async ({ input, found }): Promise<Result<OpenText>> => {
    const range = await rangeOf(found.id, parseDiffSpec(input.spec), input.topic);
    if (!range.ok) return range;
    const options = { ...input, paths: pathspecs(input.paths) };
    return ok({ range: range.value, open: () => streamDiff(found.id, range.value, options) });
  },
});

/** The files that differ, with how many lines. */
export const listDiffStats = operation({
  name: "repositories.listDiffStats",
  scope: "repository",
  input: PageInput.extend(DiffInput.shape),
  ...namedRepository,
  run: async ({ input, found }): Promise<Result<DiffStats>> => {
    const range = await rangeOf(found.id, parseDiffSpec(input.spec), input.topic);
    if (!range.ok) return range;
    const read = async () => {
      const { page, pageLength } = input;
      const { changes, total } = await listChanges(found.id, range.value, {
        ...input,
        paths: pathspecs(input.paths),
        offset: (page - 1) * pageLength,
        limit: pageLength,
      });
      return { items: changes, total, page, pageLength };
    };
    return ok({ repository: found, range: range.value, read });
  },
});

/** What is compared. The files are read by whoever shows them. */
type DiffStats = { repository: Repository; range: Range; read: () => Promise<Page<FileChange>> };

/** The commits of a spec as mails. */
export const getPatch = operation({
  name: "repositories.getPatch",
  scope: "repository",
  input: RepositoryInput.extend({ spec: z.string() }),
  ...namedRepository,
  run: async ({ input, found }): Promise<Result<OpenText>> => {
    const spec = parseDiffSpec(input.spec);
    const range = await rangeOf(found.id, spec, false);
    if (!range.ok) return range;
    const { from, to } = range.value;
    return ok({
      range: range.value,
      open: () => streamPatch(found.id, spec.kind === "commit" ? { only: to } : { from, to }),
    });
  },
});

/** The best common ancestor of the two commits that a spec names. */
export const getMergeBase = operation({
  name: "repositories.getMergeBase",
  scope: "repository",
  input: RepositoryInput.extend({ spec: z.string() }),
  ...namedRepository,
  run: async ({ input, found }): Promise<Result<Authored<{ commit: Commit }>>> => {
    const spec = parseDiffSpec(input.spec);
    if (spec.kind === "commit") return fail(twoCommits);
    const base = await baseOf(found.id, spec);
    if (!base.ok) return base;
    const range = await rangeOf(found.id, { kind: "commit", name: base.value }, false);
    if (!range.ok) return range;
    const { commit } = range.value;
    return ok(await withAuthors(found, [commit], { commit }));
  },
});

const twoCommits = {
  code: "invalid_request" as const,
  fields: { revspec: ["Name two commits, as in main..topic."] },
};

async function baseOf(
  repositoryId: string,
  { source, destination }: DiffSpec & { kind: "pair" },
): Promise<Result<string>> {
  const [one, other] = [await resolveCommit(repositoryId, source), await resolveCommit(repositoryId, destination)];
  if (!one) return fail(unknownCommit(source));
  if (!other) return fail(unknownCommit(destination));
  const base = await mergeBase(repositoryId, one, other);
  return base === null
    ? fail({ code: "not_found", what: "other", name: `A common ancestor of ${source} and ${destination}` })
    : ok(base);
}

/** What lies outside the repository differs in nothing: it is asked for as a name that no file can have. */
function pathspecs(paths: readonly string[]): string[] {
  return paths.map((path) => normalPath(path) ?? ".git/nothing").filter((path) => path !== "");
}

/** Those that could name something in a repository. */
export function usablePaths(paths: readonly string[]): string[] {
  return paths.flatMap((path) => normalPath(path) || []);
}
