import { known } from "./commits";
import { ownRefs, runInRepository } from "./storage";

/** Keeps a pull request's commits from being tidied away, whatever becomes of its branch. */
export async function keepSource(repositoryId: string, number: number, commit: string): Promise<void> {
  await runInRepository(repositoryId, ["update-ref", `${ownRefs}/${number}/from`, known(commit)]);
}

/** The same for where it was to be merged. */
export async function keepDestination(repositoryId: string, number: number, commit: string): Promise<void> {
  await runInRepository(repositoryId, ["update-ref", `${ownRefs}/${number}/into`, known(commit)]);
}

/** The numbers of the pull requests whose commits are all in the history of this one. */
export async function findMerged(repositoryId: string, into: string): Promise<Set<number>> {
  const args = ["for-each-ref", `--merged=${known(into)}`, "--format=%(refname)", sources];
  return new Set(numbersIn(await runInRepository(repositoryId, args)));
}

/** The numbers of the pull requests that hold this commit, the newest first. */
export async function findContaining(repositoryId: string, commit: string): Promise<number[]> {
  const args = ["for-each-ref", `--contains=${known(commit)}`, "--format=%(refname)", sources];
  return numbersIn(await runInRepository(repositoryId, args)).sort((a, b) => b - a);
}

const sources = `${ownRefs}/*/from`;

function numbersIn(output: Buffer): number[] {
  return [...output.toString().matchAll(/\/(\d+)\/from$/gm)].map(([, number]) => Number(number));
}
