/** A repository as its addresses name it. */
export type RepositoryAddress = { workspace: string; repository: string };

export function addressOf(repository: { slug: string; workspace: { slug: string } }): RepositoryAddress {
  return { workspace: repository.workspace.slug, repository: repository.slug };
}

export function repositoryPage({ workspace, repository }: RepositoryAddress, ...rest: string[]): string {
  return `/${[workspace, repository, ...rest].map(encodeSegments).join("/")}`;
}

/** The page of a folder or file at a branch, tag or commit. */
export function sourcePage(repository: RepositoryAddress, ref: string, path = ""): string {
  return repositoryPage(repository, "src", ...parts(ref, path));
}

/** The bytes of a file at a branch, tag or commit. */
export function rawFile(repository: RepositoryAddress, ref: string, path: string): string {
  return repositoryPage(repository, "raw", ...parts(ref, path));
}

/** All files of a branch, tag or commit in one, as `zip` or `tar.gz`. */
export function archiveFile(repository: RepositoryAddress, ref: string, format: string): string {
  return repositoryPage(repository, "get", `${ref}.${format}`);
}

/** The page of one commit, by its full hash. */
export function commitPage(repository: RepositoryAddress, hash: string): string {
  return repositoryPage(repository, "commits", hash);
}

/** The commits that lead to a branch, tag or commit. */
export function historyPage(repository: RepositoryAddress, { kind, name }: { kind: string; name: string }): string {
  const page = repositoryPage(repository, "commits", name);
  return kind === "commit" ? `${page}?history` : page;
}

/** The page that compares what a source brings to a destination. */
export function comparePage(repository: RepositoryAddress, source: string, destination: string): string {
  return repositoryPage(repository, "branches", "compare", `${source}..${destination}`);
}

/**
 * The path that a link in a file means: relative to the file's folder, or from the repository's root where it starts
 * with a slash. Null where it climbs out of the repository.
 */
export function resolvePath(folder: string, target: string): string | null {
  const resolved = target.startsWith("/") ? [] : folder.split("/").filter(Boolean);
  for (const part of target.split("/")) {
    if (part === "" || part === ".") continue;
    if (part !== "..") resolved.push(part);
    else if (resolved.pop() === undefined) return null;
  }
  return resolved.join("/");
}

/** The segments of a path, decoded. Null where they are no valid encoding. */
export function decodeSegments(segments: readonly string[]): string[] | null {
  try {
    return segments.map(decodeURIComponent);
  } catch {
    return null;
  }
}

function parts(ref: string, path: string): string[] {
  return path === "" ? [ref] : [ref, path];
}

function encodeSegments(path: string): string {
  return path.split("/").map(encodeURIComponent).join("/");
}
