import { availableParallelism } from "node:os";
import type { TokenSecret } from "../access-tokens/secret";
import { withoutSecrets } from "../access-tokens/secret-format";
import { findIntroduction, type Incoming, type NewObject, readNewObjects } from "../git/new-objects";
import { Slots } from "../git/slots";
import { findLiveRunnerSecrets } from "../runners/known-secrets";
import { findLiveSecrets } from "./known-secrets";
import { SecretSearch } from "./secret-search";

/** Where a push holds a secret; never what it is. */
export type PushedSecret = { object: NewObject; commit: string | null };

/** As many candidates as are remembered; then they are looked up, and forgotten. */
const mostCandidates = 10_000;
/** Whoever finds these will look for the others too. */
const mostNamed = 10;

/** Reading takes a processor, and this one has other requests to answer. */
const searches = new Slots(availableParallelism());

/** Where the push brings a live secret of a token or runner, of whatever workspace. Throws where the signal says that it takes too long. */
export async function findPushedSecrets(incoming: Incoming, signal: AbortSignal): Promise<PushedSecret[]> {
  const free = await searches.take();
  try {
    const objects = await objectsWithSecrets(incoming, signal);
    const found: PushedSecret[] = [];
    for (const object of objects.slice(0, mostNamed)) {
      signal.throwIfAborted();
      found.push({ object, commit: await commitOf(object, incoming) });
    }
    return found;
  } finally {
    free?.();
  }
}

async function objectsWithSecrets(incoming: Incoming, signal: AbortSignal): Promise<NewObject[]> {
  const search = new SecretSearch();
  const found = new Map<string, NewObject>();
  let candidates = new Map<TokenSecret, NewObject>();
  const lookUp = async () => {
    const ofTokens = (await findLiveSecrets(candidates.keys())).keys();
    for (const secret of [...ofTokens, ...(await findLiveRunnerSecrets(candidates.keys()))]) {
      const object = candidates.get(secret);
      if (object) found.set(object.hash, object);
    }
    candidates = new Map();
  };
  for await (const { object, bytes, last } of readNewObjects(incoming, signal)) {
    for (const secret of search.in(bytes)) candidates.set(secret, object);
    if (last) search.restart();
    if (candidates.size >= mostCandidates) await lookUp();
  }
  await lookUp();
  return [...found.values()];
}

async function commitOf(object: NewObject, incoming: Incoming): Promise<string | null> {
  if (object.type === "commit") return object.hash;
  if (object.type === "tag") return null;
  return findIntroduction(incoming, object.hash);
}

/** For whoever pushed: the commit and the file. */
export function describePlace({ object, commit }: PushedSecret): string {
  const at = commit === null ? "" : `commit ${commit.slice(0, 10)}, `;
  switch (object.type) {
    case "blob":
      return `${at}file ${printable(object.path)}`;
    case "tree":
      return `${at}a file’s name in ${object.path === "" ? "the root folder" : printable(object.path)}`;
    case "commit":
      return `${at}its message`;
    case "tag":
      return `tag object ${object.hash.slice(0, 10)}, its message`;
  }
}

/** A path may hold anything: what a terminal would obey, and the secret itself. */
function printable(path: string): string {
  return withoutSecrets(path.replace(/\p{Cc}/gu, "?"));
}
