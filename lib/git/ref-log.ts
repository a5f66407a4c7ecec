import { runInRepository } from "./storage";

/** As far back as is looked. */
const mostMoves = 1_000;
const none = "0".repeat(40);

/** Whether a ref that there is was moved so, by git's own log of it: branches have one, which goes with them; tags have none. */
export async function wasMoved(
  repositoryId: string,
  { ref, before, after }: { ref: string; before: string; after: string },
): Promise<boolean> {
  const args = ["log", "--walk-reflogs", `--max-count=${mostMoves}`, "--format=%H", ref, "--"];
  const output = await runInRepository(repositoryId, args);
  const places = output.toString().trim().split("\n");
  return places.some((place, at) => place === after && (places[at + 1] ?? none) === before);
}
