import "server-only";
import { currentCaller, type UserCaller } from "@/app/_session/caller";
import { isUnavailable, type Result } from "@/lib/errors";

const statuses = { insufficient_scope: 403, not_found: 404, unauthenticated: 401 } as const;

/** What a page that is open reads anew, with the person's session. */
export async function answerTo<Value>(read: (caller: UserCaller) => Promise<Result<Value>>): Promise<Response> {
  try {
    const caller = await currentCaller();
    if (!caller) return new Response(null, { status: 401 });
    const result = await read(caller);
    if (result.ok) return Response.json(result.value);
    const { code } = result.error;
    return new Response(null, { status: code in statuses ? statuses[code as keyof typeof statuses] : 400 });
  } catch (error) {
    if (!isUnavailable(error)) throw error;
    return new Response(null, { status: 503, headers: { "retry-after": "5" } });
  }
}
