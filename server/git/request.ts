import type { Exchange } from "../http/exchange";

export type Service = "git-upload-pack" | "git-receive-pack";

export type GitRequest = {
  workspace: string;
  repository: string;
} & (
  | { kind: "advertisement"; service: Service }
  | { kind: "rpc"; service: Service }
  | { kind: "refused"; status: 400 | 403 | 405 | 415; reason: string }
);

const gitPath = /^\/([^/]+)\/([^/]+?)(?:\.git)?\/(info\/refs|git-upload-pack|git-receive-pack)$/;

/** What a path of git asks for; null where it's no path of git. The requested service decides, and nothing else. */
export function gitRequestOf({ request, path, query }: Exchange): GitRequest | null {
  const match = gitPath.exec(path);
  if (!match) return null;
  const place = { workspace: decoded(match[1]), repository: decoded(match[2]) };
  const refused = (status: 400 | 403 | 405 | 415, reason: string) =>
    ({ ...place, kind: "refused", status, reason }) as const;
  if (match[3] === "info/refs") {
    if (request.method !== "GET" && request.method !== "HEAD") return refused(405, "Ask for refs with GET.");
    const asked = new URLSearchParams(query).getAll("service");
    if (asked.length === 0)
      return refused(403, "This server speaks git's smart protocol only. Use a git of this decade.");
    const service = serviceOf(asked[0]);
    if (asked.length > 1 || !service) return refused(400, "There is no such git service here.");
    return { ...place, kind: "advertisement", service };
  }
  const service = serviceOf(match[3]);
  if (!service) return null;
  if (request.method !== "POST") return refused(405, "Ask this with POST.");
  if (request.headers["content-type"] !== `application/x-${service}-request`) {
    return refused(415, `The body has to be application/x-${service}-request.`);
  }
  return { ...place, kind: "rpc", service };
}

function serviceOf(name: string | undefined): Service | null {
  return name === "git-upload-pack" || name === "git-receive-pack" ? name : null;
}

/** A name that can't be decoded is nobody's name. */
export function decoded(part: string | undefined): string {
  try {
    return decodeURIComponent(part ?? "");
  } catch {
    return "";
  }
}
