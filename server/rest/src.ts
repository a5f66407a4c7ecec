import { getMimeType } from "hono/utils/mime";
import type { Commit } from "@/lib/git/commits";
import { readBlob, streamBlob, type TreeEntry } from "@/lib/git/source";
import { readSource, type Source } from "@/lib/git-content/read-source";
import type { Repository } from "@/lib/repositories/find";
import { type Answer, json, text } from "../http/answer";
import { type RestRequest, route } from "../http/operation-route";
import { iterated, pageOf } from "../http/pagination";
import { condensedCommit } from "./commits";
import { encodedPath } from "./objects";
import { condensedRepository, repositoryOf } from "./repositories";

route("GET", "/repositories/{workspace}/{repo_slug}/src", "repositories.readSrcRoot", readSource, input, present);

route(
  "GET",
  "/repositories/{workspace}/{repo_slug}/src/{commit}/{path}",
  "repositories.readSrc",
  readSource,
  input,
  present,
);

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

function presentEntry(entry: TreeEntry, commit: Commit, repository: Repository, origin: string) {
  const api = condensedRepository(repository, origin).links.self.href;
  const place = `${commit.hash}/${encodedPath(entry.path)}`;
  const links = {
    self: { href: `${api}/src/${place}${entry.kind === "directory" && entry.path !== "" ? "/" : ""}` },
    meta: { href: `${api}/src/${place}?format=meta` },
  };
  const named = { path: entry.path, commit: condensedCommit(commit.hash, repository, origin) };
  if (entry.kind === "directory") return { type: "commit_directory", ...named, links };
  return {
    type: "commit_file",
    ...named,
    escaped_path: encodedPath(entry.path),
    attributes: attributesOf(entry),
    size: entry.size ?? 0,
    mimetype: getMimeType(entry.name) ?? null,
    links: { ...links, history: { href: `${api}/filehistory/${place}` } },
  };
}

function attributesOf(entry: TreeEntry): string[] {
  if (entry.kind === "symlink") return ["link"];
  if (entry.kind === "submodule") return ["subrepository"];
  return entry.executable ? ["executable"] : [];
}
