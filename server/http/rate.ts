import type { AccessTokenPrincipal } from "@/lib/authorization/principal";
import { type Rate, type RatedResource, TokenRates } from "@/lib/token-rates/take";
import type { Exchange } from "./exchange";

const rates = new TokenRates();

/** Takes the request from the token's allowance, and tells of it in the published headers. Null: there is no limit. */
export async function takeRate(
  exchange: Exchange,
  principal: AccessTokenPrincipal,
  resource: RatedResource,
): Promise<Rate | null> {
  const rate = await rates.take(principal, resource);
  if (rate) {
    exchange.headers.push(
      "x-ratelimit-limit",
      String(rate.limit),
      "x-ratelimit-resource",
      resource,
      "x-ratelimit-nearlimit",
      String(rate.nearLimit),
    );
  }
  return rate;
}
