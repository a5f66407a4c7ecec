import { effectiveScopes, type ResourceKind } from "@/lib/authorization/scopes";

/** A command, cut where the secret stands in it. */
type SecretCommand = { title: string; what: string; before: string; after: string };

/**
 * The commands that work with a token of these scopes: git ones where it may read a repository. `repository` is the slug
 * of the one that they speak of; null where there is none yet.
 */
export function secretCommands(
  origin: string,
  token: { kind: ResourceKind; scopes: readonly string[] },
  workspace: string,
  repository: string | null,
): SecretCommand[] {
  const { protocol, host } = new URL(origin);
  const commands: SecretCommand[] = [];
  const readsCode = effectiveScopes(token.scopes).includes("repository");
  if (repository && readsCode) {
    const before = `${protocol}//x-token-auth:`;
    const after = `@${host}/${workspace}/${repository}.git`;
    commands.push(
      { title: "Clone", what: "Git clone command", before: `git clone ${before}`, after },
      { title: "Change a remote", what: "Git remote command", before: `git remote set-url origin ${before}`, after },
    );
  }
  commands.push({
    title: "Call the API",
    what: "Curl command",
    before: "curl -H 'Authorization: Bearer ",
    after: `' ${origin}${apiPath(token.kind, readsCode, workspace, repository)}`,
  });
  return commands;
}

function apiPath(kind: ResourceKind, readsCode: boolean, workspace: string, repository: string | null): string {
  // A workspace's token reads its workspace whatever its scopes; the other kinds don't.
  if (kind === "workspace" && !readsCode) return `/2.0/workspaces/${workspace}`;
  return repository ? `/2.0/repositories/${workspace}/${repository}` : `/2.0/repositories/${workspace}`;
}
