import { decodeSegments } from "@/app/_repository/addresses";
import { nothingThere, rawText } from "@/app/_repository/raw-answer";
import { requireUser } from "@/app/_session/caller";
import { getDiff } from "@/lib/git-content/diff";

type Context = { params: Promise<{ workspace: string; repository: string }> };

/** A difference as git writes it, of all files or of the `path`s, for whoever may read the repository. */
export async function GET(request: Request, { params }: Context): Promise<Response> {
  const caller = await requireUser();
  const { workspace, repository } = await params;
  const { pathname, searchParams } = new URL(request.url);
  // Here, unlike in pages, Next decodes the segments by itself: a slash in a name could not be told any more.
  const spec = decodeSegments(pathname.split("/").slice(4))?.join("/") ?? "";
  const diff = await getDiff(caller, { workspace, repository, spec, topic: false, paths: searchParams.getAll("path") });
  return diff.ok ? rawText(diff.value.open, request) : nothingThere();
}
