import { answerTo } from "@/app/_access-tokens/api-answer";
import { parseShown } from "@/app/_access-tokens/list-address";
import { listTokenItems } from "@/app/_access-tokens/list-token-items";
import { ResourceName } from "@/lib/resource-name";

/** The list of tokens for a page that is open, with the person's session. */
export function GET(request: Request): Promise<Response> {
  const query = Object.fromEntries(new URL(request.url).searchParams);
  const resource = ResourceName.safeParse(query);
  if (!resource.success) return Promise.resolve(new Response(null, { status: 400 }));
  return answerTo((caller) => listTokenItems(caller, resource.data, parseShown(query)));
}
