import { hasCurrent } from "@/lib/entity-tags";
import { parseArchiveName } from "@/lib/git/archive";
import { downloadArchive } from "@/lib/git-content/download-archive";
import { type Answer, send, text } from "../http/answer";
import type { Exchange } from "../http/exchange";
import { admit, answerToFailure } from "./admit";
import { decoded } from "./request";
import type { Turns } from "./turns";

/** What lies beneath a repository's `get/`. */
type ArchiveRequest = { workspace: string; repository: string; name: string };

const archivePath = /^\/([^/]+)\/([^/]+?)(?:\.git)?\/get\/(.+)$/;

/** The archive that a path names; null where it names none, or where a person asks: the pages know who that is. */
export function archiveRequestOf(exchange: Exchange): ArchiveRequest | null {
  const match = archivePath.exec(exchange.path);
  if (!match || isPerson(exchange)) return null;
  return { workspace: decoded(match[1]), repository: decoded(match[2]), name: decoded(match[3]) };
}

/** Whoever has a session, or may be led to the page where one begins. A token never counts as a person. */
function isPerson({ request: { headers } }: Exchange): boolean {
  if (headers.authorization !== undefined) return false;
  const wantsPage = /\btext\/html\b/.test(headers.accept ?? "");
  return wantsPage || /(?:^|[; ])(?:__Secure-)?next-auth\.session-token(?:\.\d+)?=/.test(headers.cookie ?? "");
}

/** Archives of commits, as git makes them, for access tokens. */
export function archives(turns: Turns): (exchange: Exchange, asked: ArchiveRequest) => void {
  return (exchange, asked) => {
    exchange.entrance = "git";
    serve(exchange, asked, turns)
      .then((answer) => send(exchange, answer))
      .catch((error: unknown) => send(exchange, answerToFailure(exchange, error)));
  };
}

async function serve(exchange: Exchange, { name, ...repository }: ArchiveRequest, turns: Turns): Promise<Answer> {
  const { method, headers } = exchange.request;
  if (method !== "GET" && method !== "HEAD") return text("Ask for archives with GET.", 405, { allow: "GET, HEAD" });
  const asked = parseArchiveName(name);
  if (!asked) return text("Name a branch, tag or commit, and end it in .zip, .tar.gz, .tgz or .tar.", 404);
  const admitted = await admit(exchange, downloadArchive, { ...repository, ...asked }, "Downloading");
  if (admitted.kind === "refused") return admitted.answer;
  const { caller, value: archive, record } = admitted;
  record("allowed");
  const about = {
    "content-disposition": `attachment; filename="${archive.fileName}"`,
    "cache-control": "private, no-cache",
    etag: archive.tag,
  };
  const answer = { status: 200, contentType: archive.type, headers: about };
  if (hasCurrent(headers["if-none-match"], archive.tag)) return { ...answer, status: 304, contentType: null, body: "" };
  const open = () => turns.open(caller.principal.accessTokenId, () => archive.open());
  return { ...answer, body: { open, length: null } };
}
