import { decodeSegments } from "@/app/_repository/addresses";
import { archiveAnswer } from "@/app/_repository/archive-answer";
import { nothingThere } from "@/app/_repository/raw-answer";
import { requireUser } from "@/app/_session/caller";
import { parseArchiveName } from "@/lib/git/archive";
import { downloadArchive } from "@/lib/git-content/download-archive";

type Context = { params: Promise<{ workspace: string; repository: string }> };

/** All files of a commit in one, for whoever may read the repository. Tokens are answered by the server in front. */
export async function GET(request: Request, { params }: Context): Promise<Response> {
  const caller = await requireUser();
  const segments = new URL(request.url).pathname.split("/").slice(4);
  const asked = parseArchiveName(decodeSegments(segments)?.join("/") ?? "");
  const archive = asked && (await downloadArchive(caller, { ...(await params), ...asked }));
  return archive?.ok ? archiveAnswer(archive.value, request) : nothingThere();
}
