import { csvAnswer } from "@/app/_access-tokens/csv-answer";
import { parseShown } from "@/app/_access-tokens/list-address";
import { listInput } from "@/app/_access-tokens/list-input";
import { currentCaller } from "@/app/_session/caller";
import { exportAccessTokens } from "@/lib/access-tokens/list-all";
import { ResourceName } from "@/lib/resource-name";

/** The tokens of a resource that its page shows, all of them, as CSV. */
export async function GET(request: Request): Promise<Response> {
  const caller = await currentCaller();
  if (!caller) return new Response("Sign in first.\n", { status: 401 });
  const query = Object.fromEntries(new URL(request.url).searchParams);
  const resource = ResourceName.safeParse(query);
  if (!resource.success) return new Response("Which tokens?\n", { status: 400 });
  const exported = await exportAccessTokens(caller, listInput(resource.data, parseShown(query)));
  if (!exported.ok) return new Response("There is nothing to export here.\n", { status: 404 });
  const slug =
    resource.data.kind === "workspace"
      ? ""
      : `-${"repository" in resource.data ? resource.data.repository : resource.data.project}`;
  return csvAnswer(exported.value, `${resource.data.workspace}${slug}-access-tokens.csv`);
}
