import { z } from "zod";
import { answerTo } from "@/app/_access-tokens/api-answer";
import { toRecentUse } from "@/app/_access-tokens/recent-use";
import { ResourceName } from "@/lib/resource-name";
import { getTokenUsage } from "@/lib/token-usage/get";

/** Who uses a token, for a dialog of a page that is open, with the person's session. */
export function GET(request: Request): Promise<Response> {
  const query = Object.fromEntries(new URL(request.url).searchParams);
  const asked = z.object({ id: z.uuid() }).safeParse(query);
  const resource = ResourceName.safeParse(query);
  if (!asked.success || !resource.success) return Promise.resolve(new Response(null, { status: 400 }));
  const input = { resource: resource.data, id: asked.data.id };
  return answerTo(async (caller) => {
    const usage = await getTokenUsage(caller, input);
    return usage.ok ? { ok: true, value: toRecentUse(usage.value) } : usage;
  });
}
