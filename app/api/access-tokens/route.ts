import { parseFilter } from "@/app/_access-tokens/list-address";
import { listFilter } from "@/app/_access-tokens/list-filter";
import { toTokenItemPage } from "@/app/_access-tokens/token-item";
import { currentCaller } from "@/app/_session/caller";
import { listAccessTokens } from "@/lib/access-tokens/list";
import { isUnavailable } from "@/lib/errors";
import { ResourceName } from "@/lib/resource-name";

const statuses = { insufficient_scope: 403, not_found: 404, unauthenticated: 401 } as const;

/** The list of tokens for a page that is open, with the person's session. */
export async function GET(request: Request): Promise<Response> {
  const query = Object.fromEntries(new URL(request.url).searchParams);
  const resource = ResourceName.safeParse(query);
  if (!resource.success) return new Response(null, { status: 400 });
  try {
    const caller = await currentCaller();
    if (!caller) return new Response(null, { status: 401 });
    const result = await listAccessTokens(caller, listFilter(resource.data, parseFilter(query)));
    if (result.ok) return Response.json(toTokenItemPage(result.value));
    const { code } = result.error;
    return new Response(null, { status: code in statuses ? statuses[code as keyof typeof statuses] : 400 });
  } catch (error) {
    if (!isUnavailable(error)) throw error;
    return new Response(null, { status: 503, headers: { "retry-after": "5" } });
  }
}
