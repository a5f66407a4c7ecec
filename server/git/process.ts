import type { ChildProcess } from "node:child_process";
import { once } from "node:events";
import { Duplex, type Readable } from "node:stream";
import { createGunzip } from "node:zlib";
import { cutOffGit, GitError, killGit, spawnGit } from "@/lib/git/run";
import { ownRefs, repositoryPath } from "@/lib/git/storage";
import { log } from "@/lib/log";
import { send, text } from "../http/answer";
import type { Exchange } from "../http/exchange";
import { answerHook, type CheckPush, hookPipe, hooksFolder, requireHook } from "./receive";
import type { Service } from "./request";

type GitCall = {
  exchange: Exchange;
  service: Service;
  repositoryId: string;
  advertise: boolean;
  /** Sent before what git says. */
  prefix: string;
  contentType: string;
  /** Who moves branches, for the log that git keeps of them. */
  committer: { name: string; email: string };
  /** Asked before a push is accepted. The signal says that nobody waits for the answer any more. */
  checkPush: (push: Parameters<CheckPush>[0], signal: AbortSignal) => ReturnType<CheckPush>;
  /** Without a byte in either direction for so long, the client is gone. */
  idleMs: number;
};

/**
 * Runs one service of git between the request and its answer, streaming both ways. Gives whether git did what was asked.
 * The answer begins with git's first byte, so that a refusal can still have a status. When the client leaves or hangs,
 * git ends. Throws `GitError` where git couldn't begin for a reason of ours.
 */
export async function runService(call: GitCall): Promise<{ done: boolean; end: () => void }> {
  const { exchange, service } = call;
  const { request, response } = exchange;
  if (service === "git-receive-pack") await requireHook();
  const child = spawnService(call);
  const { stdin, stdout, stderr } = child;
  if (!stdin || !stdout || !stderr) throw new Error("git was started without its pipes.");

  const leave = () => (service === "git-receive-pack" ? cutOffGit(child) : killGit(child));
  const idle = setTimeout(() => giveUp(), call.idleMs);
  const giveUp = () => {
    leave();
    request.destroy();
    response.destroy();
  };
  response.once("close", leave);

  let complaint = "";
  stderr.on("data", (chunk: Buffer) => {
    if (complaint.length < 2000) complaint += chunk.toString();
  });

  const gone = new AbortController();
  const hook = child.stdio[hookPipe];
  if (hook instanceof Duplex) answerHook(hook, (push) => call.checkPush(push, gone.signal));
  child.once("exit", () => {
    gone.abort();
    // What git leaves running in the background, tidying up, holds the other end.
    hook?.destroy();
  });

  let tooLarge = false;
  if (call.advertise) stdin.end();
  else {
    feed(request, stdin, service, {
      onProgress: () => idle.refresh(),
      onTooLarge: () => {
        tooLarge = true;
        leave();
      },
    });
  }

  let began = false;
  stdout.on("data", (chunk: Buffer) => {
    idle.refresh();
    if (!began) begin(call);
    began = true;
    if (!response.write(chunk)) {
      stdout.pause();
      response.once("drain", () => {
        idle.refresh();
        stdout.resume();
      });
    }
  });

  const [code] = await closed(child);
  clearTimeout(idle);
  response.off("close", leave);
  const done = code === 0;
  if (done && !began) begin(call);
  if (!done && !began && !tooLarge && oursToMend.test(complaint)) throw new GitError(code, complaint);
  if (!done && !began) refuse(call, tooLarge);
  if (!done && began && !response.destroyed) {
    log.info({ request: exchange.id, service, exitCode: code, complaint }, "git ended early");
  }
  return {
    done,
    end: () => {
      if (done || began) response.end();
    },
  };
}

function spawnService({ exchange, service, repositoryId, advertise, committer }: GitCall): ChildProcess {
  const command =
    service === "git-upload-pack"
      ? [...hidingOwnRefs, "upload-pack", "--strict"]
      : [...hidingOwnRefs, "-c", `core.hooksPath=${hooksFolder}`, "receive-pack"];
  const protocol = exchange.request.headers["git-protocol"];
  return spawnGit(
    [...command, "--stateless-rpc", ...(advertise ? ["--advertise-refs"] : []), "--", repositoryPath(repositoryId)],
    {
      stdio: ["pipe", "pipe", "pipe", ...(service === "git-receive-pack" ? ["pipe" as const] : [])],
      env: {
        GIT_COMMITTER_NAME: committer.name,
        GIT_COMMITTER_EMAIL: committer.email,
        ...(typeof protocol === "string" && /^[a-z0-9=:.-]{1,200}$/i.test(protocol) ? { GIT_PROTOCOL: protocol } : {}),
      },
    },
  );
}

/** What pull requests are kept alive by is no client's to see or to move. */
const hidingOwnRefs = ["-c", `transfer.hideRefs=${ownRefs}`];

/** A negotiation stays small. A pack may be as large as it is, unless it comes compressed once more. */
const largestNegotiation = 32 * 1024 * 1024;

function feed(
  request: Exchange["request"],
  stdin: NonNullable<ChildProcess["stdin"]>,
  service: Service,
  { onProgress, onTooLarge }: { onProgress: () => void; onTooLarge: () => void },
): void {
  const compressed = /^(x-)?gzip$/i.test(request.headers["content-encoding"] ?? "");
  const limit = service === "git-upload-pack" || compressed ? largestNegotiation : Number.POSITIVE_INFINITY;
  const source: Readable = compressed ? request.pipe(createGunzip()) : request;
  // The request itself is never destroyed here: its connection still has an answer to carry.
  const stop = () => {
    source.off("data", onData);
    request.unpipe();
    request.resume();
    stdin.end();
  };
  let size = 0;
  const onData = (chunk: Buffer) => {
    onProgress();
    size += chunk.length;
    if (size > limit) {
      stop();
      onTooLarge();
    } else if (!stdin.write(chunk)) {
      source.pause();
      stdin.once("drain", () => source.resume());
    }
  };
  source.on("data", onData);
  source.once("end", () => stdin.end());
  // Broken compression, or a git that ended before it read all: git's own end tells.
  source.once("error", stop);
  stdin.once("error", stop);
  stdin.once("close", stop);
}

function begin({ exchange, contentType, prefix }: GitCall): void {
  const { response } = exchange;
  if (response.headersSent || response.destroyed) return;
  response.writeHead(200, [
    "content-type",
    contentType,
    "cache-control",
    "no-cache, max-age=0, must-revalidate",
    "x-content-type-options",
    "nosniff",
    ...exchange.headers,
  ]);
  if (prefix !== "") response.write(prefix);
}

const oursToMend = /not a git repository|does not appear to be|out of memory|unable to (create|write)|No space left/i;

/** git gave up without a word to the client: because it was told nonsense, or too much. */
function refuse({ exchange }: GitCall, tooLarge: boolean): void {
  if (tooLarge) send(exchange, text("The request body is too large.", 413, { connection: "close" }));
  else send(exchange, text("That is not a request that git understands.", 400, { connection: "close" }));
}

async function closed(child: ChildProcess): Promise<[number | null]> {
  try {
    const [code] = await once(child, "close");
    return [typeof code === "number" ? code : null];
  } catch (error) {
    // Not as it is: a git that is missing has the code of a database socket that is.
    throw new Error(`git couldn't be started: ${error instanceof Error ? error.message : ""}`);
  }
}
