import { botEmail } from "@/lib/access-tokens/bot";
import { keepCommitGraph } from "@/lib/git/commit-graph";
import { GitError } from "@/lib/git/run";
import { checkPush, type Push, type PushRefusal } from "@/lib/git-access/check-push";
import { openReceivePack, openUploadPack } from "@/lib/git-access/open";
import { log } from "@/lib/log";
import { announcePush } from "@/lib/pushes/announce";
import { type NotedPush, notePush } from "@/lib/pushes/note";
import type { Repository } from "@/lib/repositories/find";
import type { Outcome } from "@/lib/token-usage/outcome";
import { type Answer, send, text } from "../http/answer";
import type { Exchange, TokenCaller } from "../http/exchange";
import { admit, answerToFailure, refusalOf, tooMany } from "./admit";
import { flushPkt, pktLine } from "./pkt-line";
import { runService } from "./process";
import type { GitRequest, Service } from "./request";
import type { Turns } from "./turns";

type Limits = {
  /** How long a client may be silent. */
  idleMs: number;
};

/** Git over HTTPS: decides about the service that is asked for, then lets git speak. */
export function smartHttp(turns: Turns, limits: Limits): (exchange: Exchange, asked: GitRequest) => void {
  return (exchange, asked) => {
    exchange.entrance = "git";
    serve(exchange, asked, turns, limits).then(
      (refusal) => refusal && send(exchange, refusal),
      (error: unknown) => send(exchange, answerToFailure(exchange, error)),
    );
  };
}

/** Gives the refusal, or null where git has answered. */
async function serve(exchange: Exchange, asked: GitRequest, turns: Turns, limits: Limits): Promise<Answer | null> {
  if (asked.kind === "refused") return text(asked.reason, asked.status);
  const open = asked.service === "git-upload-pack" ? openUploadPack : openReceivePack;
  const name = { workspace: asked.workspace, repository: asked.repository };
  const doing = asked.service === "git-receive-pack" ? "Pushing" : "Cloning and fetching";
  const admitted = await admit(exchange, open, name, doing);
  if (admitted.kind === "refused") return admitted.answer;
  const { caller, value: repository, record } = admitted;
  // What comes of a push shows at its end; the rest counts now, however long it takes.
  const isPush = asked.kind === "rpc" && asked.service === "git-receive-pack";
  if (!isPush) record("allowed");

  let outcome: Outcome = "allowed";
  let noted: NotedPush | null = null;
  const free = await turns.take(caller.principal.accessTokenId);
  try {
    if (!free) return tooMany();
    if (exchange.response.destroyed) return null;
    const advertise = asked.kind === "advertisement";
    const { done, end } = await runService({
      exchange,
      service: asked.service,
      repositoryId: repository.id,
      advertise,
      prefix: advertise ? announcementOf(asked.service, exchange) : "",
      contentType: `application/x-${asked.service}-${advertise ? "advertisement" : "result"}`,
      committer: {
        name: caller.principal.name,
        email: botEmail(caller.principal.botId, exchange.request.headers.host ?? "localhost"),
      },
      checkPush: async (push, signal) => {
        const judged = await judgePush(exchange, caller, repository, push, signal);
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
      await announcePush(caller, repository, noted).catch((error: unknown) => {
        log.error({ request: exchange.id, error }, "a push was not announced");
      });
    }
    end();
    if (done && noted) {
      await keepCommitGraph(repository.id).catch((error: unknown) => {
        log.warn({ request: exchange.id, error }, "the graph of the commits was not kept");
      });
    }
    return null;
  } catch (error) {
    // A repository that was deleted since is not found.
    const again = error instanceof GitError ? await open(caller, name) : null;
    if (!again || again.ok) throw error;
    return refusalOf(again.error, doing);
  } finally {
    if (isPush) record(outcome);
    free?.();
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

/** Version 2 goes without the line that names the service; pushing knows no version 2. */
function announcementOf(service: Service, { request }: Exchange): string {
  const version2 = /(^|:)version=2($|:)/.test(String(request.headers["git-protocol"] ?? ""));
  return version2 && service === "git-upload-pack" ? "" : pktLine(`# service=${service}\n`) + flushPkt;
}
