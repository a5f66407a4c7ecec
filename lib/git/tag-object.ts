import { fromSeconds, known } from "./commits";
import type { Tag } from "./refs";
import { runInRepository } from "./storage";

/** What the tag of this hash says, as `getTag` tells of a tag by its name. Null where the hash is a commit's. */
export async function readAnnotation(repositoryId: string, hash: string): Promise<Tag["annotation"]> {
  const output = await runInRepository(repositoryId, ["cat-file", "--batch"], { input: `${known(hash)}\n` });
  const [, content] = /^[0-9a-f]{40} tag \d+\n(.*)\n$/s.exec(output.toString()) ?? [];
  if (content === undefined) return null;
  const end = content.indexOf("\n\n");
  const header = end < 0 ? content : content.slice(0, end);
  const message = end < 0 ? "" : content.slice(end + 2);
  const [, name = "", email = "", seconds] = /^tagger (.*?) ?<([^>\n]*)>(?: (\d+))?/m.exec(header) ?? [];
  const named = name !== "" || email !== "";
  return {
    message,
    tagger: named ? { name, email, raw: `${name} <${email}>` } : null,
    taggedAt: seconds === undefined ? null : fromSeconds(seconds),
  };
}
