import { getMimeType } from "hono/utils/mime";
import { z } from "zod";
import { readBlob, streamBlob, type TreeEntry } from "@/lib/git/source";
import { readSource, type Source } from "@/lib/git-content/read-source";
import { presentEntry, TreeEntryObject } from "@/lib/published/tree-entry";
import { pageObject } from "@/lib/published/values";
import type { Repository } from "@/lib/repositories/find";
import { type Answer, json, text } from "../http/answer";
import { type RestRequest, route } from "../http/operation-route";
import { iterated, PageQuery, pageOf } from "../http/pagination";
import { repositoryOf } from "./repositories";

const SourceQuery = PageQuery.extend({
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
  present,
  answers: { 200: z.union([pageObject(TreeEntryObject), TreeEntryObject, z.string().describe("The file as it is")]) },
});

function input(request: RestRequest) {
  const { params, query } = request;
  const depth = Number(query.get("max_depth") ?? 1);
  return {
    ...repositoryOf(request),
    ...pageOf(request),
    at: params.path === undefined ? [] : params.path.split("/").filter((part) => part !== ""),
    depth: Number.isInteger(depth) && depth > 0 ? Math.min(depth, 100) : 1,
  };
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
    headers: {
      "content-security-policy": "default-src 'none'; sandbox",
      etag: `"${entry.hash}"`,
    },
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
