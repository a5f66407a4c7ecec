import type { AccessTokenPrincipal } from "@/lib/authorization/principal";
import { type AppError, isUnavailable } from "@/lib/errors";
import { GitBusyError, GitError } from "@/lib/git/run";
import { log } from "@/lib/log";
import type { Operation } from "@/lib/operation";
import type { Rate } from "@/lib/token-rates/take";
import { type Outcome, outcomeOf } from "@/lib/token-usage/outcome";
import { recordUsage } from "@/lib/token-usage/record";
import { type Answer, text } from "../http/answer";
import { authenticate, basicCredentials, bearerToken, tokenHeaders } from "../http/authenticate";
import { messages, notFoundMessage } from "../http/error-response";
import { callerOf, clientOf, type Exchange, type TokenCaller } from "../http/exchange";
import { takeRate } from "../http/rate";

type Admitted<Value> = {
  kind: "admitted";
  caller: TokenCaller;
  value: Value;
  /** Counts what came of it for the token's usage. */
  record: (outcome: Outcome) => void;
};
type Refused = { kind: "refused"; answer: Answer };

/**
 * Lets a token in for what isn't the REST API: git, and what is asked for as git's addresses are. Who it is, its allowance,
 * and whether it may. `doing` says what it wants, where it may not.
 */
export async function admit<Input, Value>(
  exchange: Exchange,
  open: Operation<Input, Value>,
  input: Input,
  doing: string,
): Promise<Admitted<Value> | Refused> {
  // What demands no scope isn't asked for here.
  const asked = { operation: open.operation, scope: String(open.scope) };
  const signedIn = await signIn(exchange, asked);
  if (typeof signedIn === "string") {
    return refused(text(signedIn, 401, { "www-authenticate": 'Basic realm="Latchkey"' }));
  }
  exchange.principal = signedIn;
  exchange.headers.push(...tokenHeaders(signedIn));
  const caller = callerOf(exchange, signedIn);
  const record = (outcome: Outcome) =>
    recordUsage({ principal: signedIn, address: caller.address, client: clientOf(exchange), ...asked, outcome });
  const rate = await takeRate(exchange, signedIn, "git");
  if (rate && !rate.allowed) {
    record("rate");
    return refused(rateExceeded(rate));
  }
  const opened = await open(caller, input).catch((error: unknown) => {
    // What is deleted meanwhile makes git fail. Asked for once more, it is not there.
    if (error instanceof GitError) return open(caller, input);
    throw error;
  });
  if (opened.ok) return { kind: "admitted", caller, value: opened.value, record };
  record(outcomeOf(opened.error));
  return refused(refusalOf(opened.error, doing));
}

export function refusalOf(error: AppError, doing: string): Answer {
  switch (error.code) {
    case "not_found":
      return text(notFoundMessage(error), 404);
    case "insufficient_scope": {
      const { required, granted } = error;
      return text(
        `${messages.insufficientScope} ${doing} takes ${required}; this token has ${granted.join(", ")}.`,
        403,
      );
    }
    default:
      return text("That can't be done.", 400);
  }
}

export function tooMany(): Answer {
  return text("Too many clones and pushes at once. Try again in a moment.", 503, { "retry-after": "5" });
}

export function answerToFailure(exchange: Exchange, error: unknown): Answer {
  if (isUnavailable(error)) {
    log.warn({ request: exchange.id, error }, "the database can't be reached");
    return text("Latchkey can't reach its database. Try again in a moment.", 503, { "retry-after": "5" });
  }
  if (error instanceof GitBusyError) return tooMany();
  log.error({ request: exchange.id, error }, "a request failed");
  return text(`Something went wrong here. The request was ${exchange.id}.`, 500);
}

const tokenUser = "x-token-auth";

/** Who is at the door, or what to tell them. */
async function signIn(
  exchange: Exchange,
  { operation, scope }: { operation: string; scope: string },
): Promise<AccessTokenPrincipal | string> {
  const header = exchange.request.headers.authorization;
  if (header === undefined) return "Sign in with an access token.";
  const bearer = bearerToken(header);
  const basic = basicCredentials(header);
  const secret = bearer ?? basic?.password;
  const principal = secret === undefined ? null : await authenticate(exchange, secret, operation, scope);
  if (!principal) return messages.unauthenticated;
  if (basic && basic.userName !== tokenUser && basic.userName !== principal.botId) {
    return `The user name for an access token is ${tokenUser}.`;
  }
  return principal;
}

function refused(answer: Answer): Refused {
  return { kind: "refused", answer };
}

function rateExceeded({ limit, secondsLeft }: Rate): Answer {
  const minutes = Math.ceil(secondsLeft / 60);
  const again = minutes === 1 ? "a minute" : `${minutes} minutes`;
  const made = `This token has made its git requests of this hour: ${limit.toLocaleString("en")}.`;
  return text(`${made} Try again in ${again}.`, 429, { "retry-after": String(secondsLeft) });
}
