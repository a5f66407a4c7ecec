import { botEmail } from "../access-tokens/bot";
import type { Caller, Principal } from "../authorization/principal";
import { ownOrigin } from "../env";

/** Who did something that is kept: a person or an access token. */
export type Actor = { kind: "user" | "access_token"; id: string };

/** The one behind a principal. Others than people and tokens do nothing that is kept under a name: asking is a bug. */
export function actorOf(principal: Principal): Actor {
  switch (principal.kind) {
    case "user":
      return { kind: "user", id: principal.userId };
    case "access_token":
      return { kind: "access_token", id: principal.accessTokenId };
    case "runner":
    case "operator":
    case "system":
      throw new Error(`The ${principal.kind} is no author.`);
  }
}

/** The one behind a principal; null where it is neither a person nor a token. */
export function knownActor(principal: Principal): Actor | null {
  return principal.kind === "user" || principal.kind === "access_token" ? actorOf(principal) : null;
}

/** Who a commit that Latchkey makes for the caller is by. */
export function gitIdentity({ principal }: Caller): { name: string; email: string } {
  switch (principal.kind) {
    case "user":
      return { name: principal.name, email: principal.email };
    case "access_token":
      return { name: principal.name, email: botEmail(principal.botId, new URL(ownOrigin).host) };
    case "runner":
    case "operator":
    case "system":
      throw new Error(`The ${principal.kind} is no author.`);
  }
}
