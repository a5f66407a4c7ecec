import { getMimeType } from "hono/utils/mime";
import { z } from "zod";
import { readBlob, streamBlob, type TreeEntry } from "@/lib/git/source";
import { createCommit } from "@/lib/git-content/create-commit";
import { listFileHistory } from "@/lib/git-content/list-file-history";
import { readSource, type Source } from "@/lib/git-content/read-source";
import type { UploadPart } from "@/lib/git-content/upload";
import { condensedCommit } from "@/lib/published/commit";
import { FileVersionObject, presentEntry, presentVersion, TreeEntryObject } from "@/lib/published/tree-entry";
import { pageObject } from "@/lib/published/values";
import type { Repository } from "@/lib/repositories/find";
import { type Answer, json, text } from "../http/answer";
import { type RestRequest, route } from "../http/operation-route";
import { iterated, pageOf, QueriedPageQuery, queryOf } from "../http/pagination";
import { readUpload } from "../http/upload";
import { repositoryOf } from "./repositories";

const SourceQuery = QueriedPageQuery.extend({
  format: z.enum(["meta"]).describe("`meta`: what lies there, instead of its content").optional(),
  max_depth: z.coerce.number().describe("How deep a folder is listed").optional(),
});

route({
  method: "GET",
  path: "/repositories/{workspace}/{repo_slug}/src",
  name: "repositories.readSrcRoot",
  operation: readSource,
  query: SourceQuery,
  input,
  version,
  present,
  answers: { 200: pageObject(TreeEntryObject) },
});

route({
  method: "GET",
  path: "/repositories/{workspace}/{repo_slug}/src/{commit}/{path}",
  name: "repositories.readSrc",
  operation: readSource,
  query: SourceQuery,
  input,
  version,
  present,
  answers: { 200: z.union([pageObject(TreeEntryObject), TreeEntryObject, z.string().describe("The file as it is")]) },
});

route({
  method: "POST",
  path: "/repositories/{workspace}/{repo_slug}/src",
  name: "repositories.createSrcFileCommit",
  operation: createCommit,
  rawBody: true,
  query: z.object({
    message: z.string().optional(),
    author: z.string().describe("`Name <name@example.com>`; the token where there is none").optional(),
    parents: z.string().describe("Hashes, separated by commas").optional(),
    files: z.string().describe("The path of a file to take away; may be repeated").optional(),
    branch: z.string().describe("The main branch where there is none").optional(),
  }),
  input: (request) => ({ ...repositoryOf(request), parts: partsOf(request) }),
  present: ({ hash, repository }, { origin }) => {
    const location = condensedCommit(hash, repository, origin).links.self.href;
    return { ...text("", 201, { location }), body: "" };
  },
  answers: { 201: null },
});

route({
  method: "GET",
  path: "/repositories/{workspace}/{repo_slug}/filehistory/{commit}/{path}",
  name: "repositories.listFileHistory",
  operation: listFileHistory,
  query: QueriedPageQuery.extend({ renames: z.enum(["true", "false"]).optional() }),
  input: (request) => ({
    ...repositoryOf(request),
    ...pageOf(request),
    ...queryOf(request),
    at: request.params.path ?? "",
    findsRenames: request.query.get("renames") !== "false",
  }),
  present: ({ versions, more, repository, authors }, request) =>
    json(
      iterated(request, { items: versions, more }, (version) =>
        presentVersion(version, repository, authors, request.origin),
      ),
    ),
  answers: { 200: pageObject(FileVersionObject) },
});

/** What the query says counts as parts of the form, before those of the body. */
async function* partsOf(request: RestRequest): AsyncGenerator<UploadPart> {
  for (const [name, value] of request.query) if (writable.has(name)) yield { name, value };
  yield* readUpload(request.stream, (name) => writable.has(name));
}

const writable = new Set(["message", "author", "parents", "files", "branch"]);

function input(request: RestRequest) {
  const { params, query } = request;
  const depth = Number(query.get("max_depth") ?? 1);
  return {
    ...repositoryOf(request),
    ...pageOf(request),
    ...queryOf(request),
    at: params.path === undefined ? [] : params.path.split("/").filter((part) => part !== ""),
    depth: Number.isInteger(depth) && depth > 0 ? Math.min(depth, 100) : 1,
  };
}

/** A file as it is, is its content. What else is shown names the commit too. */
function version(source: Source, request: RestRequest): string | null {
  return source.kind === "file" && request.query.get("format") !== "meta" ? source.entry.hash : null;
}

function present(source: Source & { repository: Repository }, request: RestRequest): Answer | Promise<Answer> {
  const { repository, commit } = source;
  const asked = (entry: TreeEntry) => presentEntry(entry, commit, repository, request.origin);
  if (request.query.get("format") === "meta") return json(asked(source.entry));
  switch (source.kind) {
    case "directory":
      return json(iterated(request, { items: source.entries, more: source.more }, asked));
    case "file":
      return rawFile(source.entry, repository);
  }
}

const largestKept = 1024 * 1024;

/** A file as it is. Whatever it claims to be, a browser that gets hold of it runs nothing in it. */
async function rawFile(entry: TreeEntry, repository: Repository): Promise<Answer> {
  if (entry.size === null) return text("This is a link to another repository.", 404);
  const { bytes, binary } = await readBlob(repository.id, entry, largestKept);
  return {
    status: 200,
    contentType: contentType(entry.name, binary),
    headers: { "content-security-policy": "default-src 'none'; sandbox" },
    body: bytes ?? { open: () => streamBlob(repository.id, entry.hash), length: entry.size },
  };
}

/** By the name, unless the content says otherwise: `.ts` is a film to some, and code to us. */
function contentType(name: string, binary: boolean): string {
  const byName = getMimeType(name);
  const isText = byName !== undefined && /^text\/|json|xml|javascript/.test(byName);
  if (binary) return byName === undefined || isText ? "application/octet-stream" : byName;
  return isText ? byName : "text/plain; charset=utf-8";
}
