import { hash } from "node:crypto";
import { hasCurrent } from "@/lib/entity-tags";
import { type Answer, writtenJson } from "./answer";

type Asked = {
  /** Where it was reached, and what was asked for there. */
  origin: string;
  path: string;
  /** As it came. */
  search: string;
  header: (name: string) => string;
};

/**
 * The answer to a GET, with a tag of it; or that the client has it already (RFC 9110, section 13.1.2). To be asked once the
 * caller is let in. `version` names what the answer is made of, where the rest of it is in the address: then it needn't be
 * made to be compared. Without a version the tag is one of the JSON itself, whatever it is made of.
 */
export async function tagged(
  request: Asked,
  version: string | null,
  make: () => Answer | Promise<Answer>,
): Promise<Answer> {
  if (version !== null) {
    const tag = tagOf(release, request.origin, request.path, request.search, version);
    return hasCurrent(request.header("if-none-match"), tag) ? notModified(tag) : withTag(await make(), tag);
  }
  const answer = await make();
  const { status, body: made } = answer;
  if (status !== 200 || typeof made === "string" || !("json" in made)) return answer;
  const body = writtenJson(made, status, request.search);
  const tag = tagOf(body);
  return hasCurrent(request.header("if-none-match"), tag) ? notModified(tag) : withTag({ ...answer, body }, tag);
}

/** The shape of what is tagged by its version. To be counted up when that changes. */
const release = "1";

/** Weak: what compresses on the way changes the bytes, and not what they say. */
function tagOf(...parts: string[]): string {
  return `W/"${hash("sha256", JSON.stringify(parts), "base64url")}"`;
}

function withTag(answer: Answer, etag: string): Answer {
  return answer.status === 200 ? { ...answer, headers: { ...answer.headers, etag } } : answer;
}

function notModified(etag: string): Answer {
  return { status: 304, contentType: null, headers: { etag }, body: "" };
}
