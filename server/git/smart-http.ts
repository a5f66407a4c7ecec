import { botEmail } from "@/lib/access-tokens/bot";
import type { AccessTokenPrincipal } from "@/lib/authorization/principal";
import { type AppError, isUnavailable } from "@/lib/errors";
import { GitError } from "@/lib/git/run";
import { Slots } from "@/lib/git/slots";
import { checkPush, type Push, type PushRefusal } from "@/lib/git-access/check-push";
import { openReceivePack, openUploadPack } from "@/lib/git-access/open";
import { log } from "@/lib/log";
import { announcePush } from "@/lib/pushes/announce";
import { type NotedPush, notePush } from "@/lib/pushes/note";
import type { Repository } from "@/lib/repositories/find";
import type { Rate } from "@/lib/token-rates/take";
import { type Outcome, outcomeOf } from "@/lib/token-usage/outcome";
import { recordUsage } from "@/lib/token-usage/record";
import { type Answer, send, text } from "../http/answer";
import { authenticate, basicCredentials, bearerToken, tokenHeaders } from "../http/authenticate";
import { messages, notFoundMessage } from "../http/error-response";
import { callerOf, clientOf, type Exchange, type TokenCaller } from "../http/exchange";
import { takeRate } from "../http/rate";
import { flushPkt, pktLine } from "./pkt-line";
import { runService } from "./process";
import type { GitRequest, Service } from "./request";

export type GitLimits = {
  /** How many clients git serves at once. */
  processes: number;
  /** How many of these one token may hold. */
  perToken: number;
  /** How long one more waits for its turn. */
  waitMs: number;
  /** How long a client may be silent. */
  idleMs: number;
};

/** Git over HTTPS: decides about the service that is asked for, then lets git speak. */
export function smartHttp(limits: GitLimits): (exchange: Exchange, asked: GitRequest) => void {
  const slots = new Slots(limits.processes);
  const held = new Map<string, number>();
  return (exchange, asked) => {
    exchange.entrance = "git";
    serve(exchange, asked, { slots, held }, limits).then(
      (refusal) => refusal && send(exchange, refusal),
      (error: unknown) => send(exchange, answerToFailure(exchange, error)),
    );
  };
}

/** Gives the refusal, or null where git has answered. */
async function serve(
  exchange: Exchange,
  asked: GitRequest,
  { slots, held }: { slots: Slots; held: Map<string, number> },
  limits: GitLimits,
): Promise<Answer | null> {
  if (asked.kind === "refused") return text(asked.reason, asked.status);
  const open = asked.service === "git-upload-pack" ? openUploadPack : openReceivePack;
  const signedIn = await signIn(exchange, open);
  if (typeof signedIn === "string") return text(signedIn, 401, { "www-authenticate": 'Basic realm="Latchkey"' });
  exchange.principal = signedIn;
  exchange.headers.push(...tokenHeaders(signedIn));
  const caller = callerOf(exchange, signedIn);
  const record = (outcome: Outcome) => {
    const { operation, scope } = open;
    recordUsage({
      principal: signedIn,
      address: caller.address,
      client: clientOf(exchange),
      operation,
      scope,
      outcome,
    });
  };
  const rate = await takeRate(exchange, signedIn, "git");
  if (rate && !rate.allowed) {
    record("rate");
    return rateExceeded(rate);
  }
  const name = { workspace: asked.workspace, repository: asked.repository };
  const opened = await open(caller, name);
  if (!opened.ok) {
    record(outcomeOf(opened.error));
    return refusalOf(opened.error, asked.service);
  }
  // What comes of a push shows at its end; the rest counts now, however long it takes.
  const isPush = asked.kind === "rpc" && asked.service === "git-receive-pack";
  if (!isPush) record("allowed");

  // A token may not take the turns of all others.
  const token = signedIn.accessTokenId;
  const ofToken = held.get(token) ?? 0;
  if (ofToken >= limits.perToken) return tooMany();
  held.set(token, ofToken + 1);
  let outcome: Outcome = "allowed";
  let noted: NotedPush | null = null;
  const free = await slots.take(limits.waitMs);
  try {
    if (!free) return tooMany();
    if (exchange.response.destroyed) return null;
    const advertise = asked.kind === "advertisement";
    const { done, end } = await runService({
      exchange,
      service: asked.service,
      repositoryId: opened.value.id,
      advertise,
      prefix: advertise ? announcementOf(asked.service, exchange) : "",
      contentType: `application/x-${asked.service}-${advertise ? "advertisement" : "result"}`,
      committer: { name: signedIn.name, email: botEmail(signedIn.botId, exchange.request.headers.host ?? "localhost") },
      checkPush: async (push, signal) => {
        const judged = await judgePush(exchange, caller, opened.value, push, signal);
        if ("actor" in judged) {
          noted = judged;
          return null;
        }
        if (judged.reason) outcome = judged.reason;
        return judged.lines;
      },
      idleMs: limits.idleMs,
    });
    // Before the client hears that all is done: the next thing it does may rely on it.
    if (done && noted) {
      await announcePush(caller, opened.value, noted).catch((error: unknown) => {
        log.error({ request: exchange.id, error }, "a push was not announced");
      });
    }
    end();
    return null;
  } catch (error) {
    // A repository that was deleted since is not found.
    const again = error instanceof GitError ? await open(caller, name) : opened;
    if (again.ok) throw error;
    return refusalOf(again.error, asked.service);
  } finally {
    if (isPush) record(outcome);
    free?.();
    const left = (held.get(token) ?? 1) - 1;
    if (left === 0) held.delete(token);
    else held.set(token, left);
  }
}

/** Why the push may not come in; where it may, what is noted of it. What can't be checked or noted may not. */
async function judgePush(
  exchange: Exchange,
  caller: TokenCaller,
  repository: Repository,
  push: Push,
  signal: AbortSignal,
): Promise<PushRefusal | NotedPush> {
  try {
    const refusal = await checkPush(caller.principal, repository, push, { through: "push", signal });
    return refusal ?? (await notePush(caller, repository, push.updates));
  } catch (error) {
    if (!signal.aborted) log.error({ request: exchange.id, error }, "a push could not be checked");
    return { reason: null, lines: ["This push can’t be checked right now. Try again in a moment."] };
  }
}

function tooMany(): Answer {
  return text("Too many clones and pushes at once. Try again in a moment.", 503, { "retry-after": "5" });
}

function rateExceeded({ limit, secondsLeft }: Rate): Answer {
  const minutes = Math.ceil(secondsLeft / 60);
  const again = minutes === 1 ? "a minute" : `${minutes} minutes`;
  const made = `This token has made its git requests of this hour: ${limit.toLocaleString("en")}.`;
  return text(`${made} Try again in ${again}.`, 429, { "retry-after": String(secondsLeft) });
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

function refusalOf(error: AppError, service: Service): Answer {
  switch (error.code) {
    case "not_found":
      return text(notFoundMessage(error), 404);
    case "insufficient_scope":
      return text(
        `${messages.insufficientScope} ${service === "git-receive-pack" ? "Pushing" : "Cloning and fetching"} takes ${error.required}; this token has ${error.granted.join(", ")}.`,
        403,
      );
    default:
      return text("That can't be done.", 400);
  }
}

/** Version 2 goes without the line that names the service; pushing knows no version 2. */
function announcementOf(service: Service, { request }: Exchange): string {
  const version2 = /(^|:)version=2($|:)/.test(String(request.headers["git-protocol"] ?? ""));
  return version2 && service === "git-upload-pack" ? "" : pktLine(`# service=${service}\n`) + flushPkt;
}

function answerToFailure(exchange: Exchange, error: unknown): Answer {
  if (isUnavailable(error)) {
    log.warn({ request: exchange.id, error }, "the database can't be reached");
    return text("Latchkey can't reach its database. Try again in a moment.", 503, { "retry-after": "5" });
  }
  log.error({ request: exchange.id, error }, "a request failed");
  return text(`Something went wrong here. The request was ${exchange.id}.`, 500);
}
