import { known, parseAuthor } from "./commits";
import { readInfos, readObjects } from "./objects";
import type { Tag } from "./refs";

const mostBytes = 1024 * 1024;

/** What the tag of this hash says, as `getTag` tells of a tag by its name. Null where the hash is a commit's, or the tag too large to be told. */
export async function readAnnotation(repositoryId: string, hash: string): Promise<Tag["annotation"]> {
  const [info] = await readInfos(repositoryId, [known(hash)]);
  if (info?.type !== "tag" || info.size > mostBytes) return null;
  const [tag] = await readObjects(repositoryId, [hash]);
  if (!tag) return null;
  const content = tag.content.toString();
  const end = content.indexOf("\n\n");
  const header = end < 0 ? content : content.slice(0, end);
  const message = end < 0 ? "" : content.slice(end + 2);
  const [tagger, taggedAt] = parseAuthor(/^tagger (.*)$/m.exec(header)?.[1] ?? "");
  return { message, tagger: tagger.name === "" && tagger.email === "" ? null : tagger, taggedAt };
}
