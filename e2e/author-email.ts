import { botEmail } from "@/lib/access-tokens/bot";
import type { TestAccessToken } from "@/test-support/factories";

/** The address under which a token commits. */
export function authorEmailOf(token: TestAccessToken): string {
  return botEmail(token.botId, "code.example");
}
