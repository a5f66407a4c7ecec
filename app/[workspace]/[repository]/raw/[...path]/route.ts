import { decodeSegments } from "@/app/_repository/addresses";
import { nothingThere, rawAnswer } from "@/app/_repository/raw-answer";
import { resolveRefAndPath } from "@/app/_repository/refs";
import { requireUser } from "@/app/_session/caller";
import { findEntry } from "@/lib/git/source";
import { getRepository } from "@/lib/repositories/get";

type Context = { params: Promise<{ workspace: string; repository: string }> };

/** The bytes of a file, for whoever may read the repository. */
export async function GET(request: Request, { params }: Context): Promise<Response> {
  const caller = await requireUser();
  const { workspace, repository: slug } = await params;
  // Here, unlike in pages, Next decodes the segments by itself: a slash in a name could not be told any more.
  const segments = new URL(request.url).pathname.split("/").slice(4);
  const found = await getRepository(caller, { workspace, repository: slug });
  if (!found.ok) return nothingThere();
  const repository = found.value;
  const resolved = await resolveRefAndPath(repository, decodeSegments(segments) ?? []);
  const entry = resolved && (await findEntry(repository.id, resolved.ref.commit, resolved.path));
  return entry?.kind === "file" ? rawAnswer(repository.id, entry, request) : nothingThere();
}
