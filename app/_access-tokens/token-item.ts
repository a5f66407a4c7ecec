import type { AccessTokenPage } from "@/lib/access-tokens/list";
import type { AccessTokenView } from "@/lib/access-tokens/view";

type Written<View> = {
  [Key in keyof View]: View[Key] extends Date ? string : View[Key] extends Date | null ? string | null : View[Key];
};

/** A token as the browser gets it, with the page and with each refresh alike: times are text. */
export type TokenItem = Written<AccessTokenView>;

export type TokenItemPage = Omit<AccessTokenPage, "tokens"> & {
  tokens: TokenItem[];
  /** Requests on each of the last 30 days, the oldest first, by the token's id. */
  lines: Record<string, number[]>;
  at: number;
};

export function toTokenItem(token: AccessTokenView): TokenItem {
  return {
    ...token,
    createdAt: token.createdAt.toISOString(),
    adoptedAt: token.adoptedAt?.toISOString() ?? null,
    replacedAt: token.replacedAt?.toISOString() ?? null,
    expiresAt: token.expiresAt?.toISOString() ?? null,
    revokedAt: token.revokedAt?.toISOString() ?? null,
    lastUsedAt: token.lastUsedAt?.toISOString() ?? null,
  };
}

export function toTokenItemPage(page: AccessTokenPage, lines: ReadonlyMap<string, number[]>): TokenItemPage {
  return { ...page, tokens: page.tokens.map(toTokenItem), lines: Object.fromEntries(lines), at: Date.now() };
}
