import { csvAnswer } from "@/app/_access-tokens/csv-answer";
import { parseShown } from "@/app/_access-tokens/list-address";
import { currentCaller } from "@/app/_session/caller";
import { exportWorkspaceTokens } from "@/lib/access-tokens/list-all";

/** The tokens that the page shows, all of them, as CSV. */
export async function GET(request: Request, { params }: { params: Promise<{ workspace: string }> }): Promise<Response> {
  const caller = await currentCaller();
  if (!caller) return new Response("Sign in first.\n", { status: 401 });
  const { workspace } = await params;
  const shown = parseShown(Object.fromEntries(new URL(request.url).searchParams));
  const exported = await exportWorkspaceTokens(caller, { workspace, ...shown, page: 1 });
  if (!exported.ok) return new Response("There is nothing to export here.\n", { status: 404 });
  return csvAnswer(exported.value, `${workspace}-access-tokens.csv`);
}
