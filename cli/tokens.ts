import { type Command, Option } from "commander";
import { botEmail } from "@/lib/access-tokens/bot";
import { findTokenOwner } from "@/lib/access-tokens/find-owner";
import { issueAccessToken } from "@/lib/access-tokens/issue";
import { listAccessTokens } from "@/lib/access-tokens/list";
import { revokeAccessToken } from "@/lib/access-tokens/revoke";
import type { AccessTokenView } from "@/lib/access-tokens/view";
import { operator } from "@/lib/authorization/operator";
import { braced, unbraced } from "@/lib/ids";
import type { ResourceName } from "@/lib/resource-name";
import { accepted, print, Refusal } from "./outcome";
import { serverOrigin, withDatabase } from "./session";

type ResourceOptions = { workspace: string; project?: string; repository?: string; json?: boolean };

export function addTokenCommands(program: Command): void {
  const token = program.command("token").description("Access tokens of a workspace, a project or a repository");
  withResource(token.command("issue"))
    .description("Issue an access token. Its secret is printed this once")
    .requiredOption("--name <name>", "what it is for")
    .requiredOption("--scope <scope...>", "what it may do; give it once for each scope")
    .option("--json", "print one object")
    .action(async (options: ResourceOptions & { name: string; scope: string[] }) => {
      await withDatabase(() => issue(options));
    });

  withResource(token.command("list"))
    .description("List the access tokens that belong to the resource itself, the revoked ones last")
    .option("--json", "print an array")
    .action(async (options: ResourceOptions) => {
      await withDatabase(() => list(options));
    });

  token
    .command("revoke")
    .description("Revoke an access token. The next request with it is refused")
    .argument("<id>", "its id, as `token list` shows it")
    .option("--json", "print one object")
    .action(async (id: string, { json }: { json?: boolean }) => {
      await withDatabase(() => revoke(unbraced(id) ?? id.toLowerCase(), json));
    });
}

function withResource(command: Command): Command {
  return command
    .requiredOption("--workspace <slug>", "the workspace, whose token it is unless one of the next two is given")
    .addOption(new Option("--project <key>", "the project in it").conflicts("repository"))
    .option("--repository <slug>", "the repository in it");
}

async function issue({ json, name, scope, ...options }: ResourceOptions & { name: string; scope: string[] }) {
  const resource = resourceOf(options);
  const { token, secret } = accepted(await issueAccessToken(operator, { resource, name, scopes: scope }));
  const origin = serverOrigin();
  const cloneUrl = resource.kind === "repository" ? cloneUrlOf(origin, resource) : null;
  const object = {
    id: token.id,
    secret,
    kind: token.kind,
    name: token.name,
    scopes: token.scopes,
    bot_uuid: braced(token.id),
    bot_email: botEmail(token.botId, new URL(origin).host),
    created_at: token.createdAt.toISOString(),
    clone_url: cloneUrl,
  };
  print(json, object, [
    `Issued ${token.name} (${token.id}) with ${token.scopes.join(", ")}.`,
    `The secret, shown this once: ${secret}`,
    ...(cloneUrl ? [`Clone with it as the password: git clone ${cloneUrl}`] : []),
  ]);
}

function cloneUrlOf(origin: string, { workspace, repository }: ResourceName & { kind: "repository" }): string {
  const url = new URL(`/${workspace}/${repository}.git`, origin);
  url.username = "x-token-auth";
  return url.href;
}

async function list({ json, ...options }: ResourceOptions) {
  const resource = resourceOf(options);
  const tokens = [...(await everyPage(resource, "active")), ...(await everyPage(resource, "inactive"))];
  print(json, tokens.map(asObject), tokens.length === 0 ? ["There are no access tokens."] : tokens.map(asLine));
}

async function everyPage(resource: ResourceName, state: "active" | "inactive"): Promise<AccessTokenView[]> {
  const tokens: AccessTokenView[] = [];
  for (let page = 1, pageCount = 1; page <= pageCount; page += 1) {
    const answer = accepted(await listAccessTokens(operator, { resource, state, page }));
    tokens.push(...answer.tokens);
    pageCount = answer.pageCount;
  }
  return tokens;
}

async function revoke(id: string, json: boolean | undefined) {
  const isId = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(id);
  const resource = isId ? await findTokenOwner(id) : null;
  if (!resource) throw new Refusal(`There is no access token with the id ${id}. \`latchkey token list\` shows them.`);
  const token = accepted(await revokeAccessToken(operator, { resource, id }));
  print(json, asObject(token), [`${token.name} is revoked. The next request with it is refused.`]);
}

function resourceOf({ workspace, project, repository }: ResourceOptions): ResourceName {
  if (project !== undefined) return { kind: "project", workspace, project };
  if (repository !== undefined) return { kind: "repository", workspace, repository };
  return { kind: "workspace", workspace };
}

function asObject(token: AccessTokenView) {
  return {
    id: token.id,
    kind: token.kind,
    name: token.name,
    scopes: token.scopes,
    state: token.state,
    bot_uuid: braced(token.id),
    created_at: token.createdAt.toISOString(),
    created_by: token.createdBy,
    last_used_at: token.lastUsedAt?.toISOString() ?? null,
    revoked_at: token.revokedAt?.toISOString() ?? null,
    revoked_by: token.revokedBy,
  };
}

function asLine({ id, name, state, scopes, lastUsedAt }: AccessTokenView): string {
  const used = lastUsedAt ? `used ${lastUsedAt.toISOString().slice(0, 16).replace("T", " ")}` : "never used";
  return `${id}  ${state.padEnd(7)}  ${name}  (${scopes.join(", ")}; ${used})`;
}
