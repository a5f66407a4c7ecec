import { type Command, Option } from "commander";
import { endOldSecret } from "@/lib/access-tokens/end-old-secret";
import { findTokenOwner } from "@/lib/access-tokens/find-owner";
import { type AccessTokenDetail, getAccessToken } from "@/lib/access-tokens/get";
import { issueAccessToken } from "@/lib/access-tokens/issue";
import { listAccessTokens } from "@/lib/access-tokens/list";
import { replaceAccessToken } from "@/lib/access-tokens/replace";
import { revokeAccessToken } from "@/lib/access-tokens/revoke";
import type { AccessTokenView } from "@/lib/access-tokens/view";
import { operator } from "@/lib/authorization/operator";
import { assignableScopes } from "@/lib/authorization/scopes";
import { unbraced } from "@/lib/ids";
import type { ResourceName } from "@/lib/resource-name";
import { listTokenPresets } from "@/lib/token-presets/list";
import { accepted, print, Refusal } from "./outcome";
import { withDatabase } from "./session";
import { type LimitOptions, minutesOf, type OverlapOption, withLimits, withOverlap } from "./token-options";
import { asLine, asObject, printIssued } from "./token-output";

type ResourceOptions = { workspace: string; project?: string; repository?: string; json?: boolean };
type IssueOptions = ResourceOptions & LimitOptions & { name: string; preset?: string };
type ReplaceOptions = LimitOptions & { overlap: OverlapOption; enforce?: boolean; json?: boolean };

/** Gives the command that they stand under. */
export function addTokenCommands(program: Command): Command {
  const token = program.command("token").description("Access tokens of a workspace, a project or a repository");
  const issuing = withLimits(withResource(token.command("issue")))
    .description("Issue an access token. Its secret is printed this once")
    .requiredOption("--name <name>", "what it is for")
    .option("--scope <scope...>", "what it may do; give it once for each scope")
    .option("--preset <name>", "begin with a preset's scopes, end and limits; what else is named goes before it")
    .option("--json", "print one object")
    .action(async (options: IssueOptions) => {
      if (!options.scope && !options.preset) issuing.error("error: name at least one --scope, or a --preset");
      await withDatabase(() => issue(options));
    });

  withResource(token.command("list"))
    .description("List the access tokens that belong to the resource itself, the revoked ones last")
    .option("--json", "print an array")
    .action(async (options: ResourceOptions) => {
      await withDatabase(() => list(options));
    });

  withOverlap(withLimits(ofToken(token.command("replace"))))
    .description("Issue a new secret for a token that isn't revoked. What isn't named stays; nothing can be widened")
    .option("--scope <scope...>", "the scopes that it keeps; give it once for each scope")
    .addOption(new Option("--enforce", "refuse what comes from other addresses").conflicts("watch"))
    .action(async (id: string, options: ReplaceOptions) => {
      await withDatabase(() => replace(id, options));
    });

  ofToken(token.command("end-old"))
    .description("End the old secret of a token that is being replaced, before its time")
    .action(async (id: string, { json }: { json?: boolean }) => {
      await withDatabase(() => endOld(id, json));
    });

  ofToken(token.command("revoke"))
    .description("Revoke an access token. The next request with it is refused")
    .action(async (id: string, { json }: { json?: boolean }) => {
      await withDatabase(() => revoke(id, json));
    });
  return token;
}

function withResource(command: Command): Command {
  return command
    .requiredOption("--workspace <slug>", "the workspace, whose token it is unless one of the next two is given")
    .addOption(new Option("--project <key>", "the project in it").conflicts("repository"))
    .option("--repository <slug>", "the repository in it");
}

export function ofToken(command: Command): Command {
  return command
    .argument("<id>", "its id, as `token list` shows it", (id: string) => unbraced(id) ?? id.toLowerCase())
    .option("--json", "print one object");
}

async function issue({ json, name, scope, preset: presetName, ...options }: IssueOptions) {
  const resource = resourceOf(options);
  const preset = presetName === undefined ? null : await findPreset(resource, presetName);
  const ofPreset = preset?.lifetimeDays ? { days: preset.lifetimeDays } : undefined;
  const issued = await issueAccessToken(operator, {
    resource,
    name,
    scopes: scope ?? preset?.scopes ?? [],
    expiry: options.expires ?? ofPreset,
    addresses: options.address ?? preset?.addresses,
    addressMode: options.watch ? "watch" : "enforce",
    refs: options.ref ?? preset?.refs,
  });
  printIssued(json, accepted(issued), resource, "Issued");
}

/** The preset with the scopes that a token of the resource can hold. */
async function findPreset({ kind, workspace }: ResourceName, name: string) {
  const presets = accepted(await listTokenPresets(operator, { workspace }));
  const preset = presets.find((each) => each.id === name || each.name.toLowerCase() === name.toLowerCase());
  if (!preset) {
    throw new Refusal(`There is no preset called ${name}. There are: ${presets.map((each) => each.name).join(", ")}.`);
  }
  const assignable: readonly string[] = assignableScopes(kind);
  return { ...preset, scopes: preset.scopes.filter((scope) => assignable.includes(scope)) };
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

async function replace(id: string, options: ReplaceOptions) {
  const resource = await ownerOf(id);
  const detail = accepted(await getAccessToken(operator, { resource, id }));
  const { token, secrets } = detail;
  const replaced = await replaceAccessToken(operator, {
    resource,
    id,
    newestSecretId: secrets.find(({ old }) => !old)?.id ?? null,
    overlapMinutes: minutesOf(options.overlap),
    scopes: options.scope ?? token.scopes,
    expiry: options.expires ?? sameLifetime(detail),
    addresses: options.address ?? token.addresses,
    addressMode: options.watch ? "watch" : options.enforce ? "enforce" : token.addressMode,
    refs: options.ref ?? token.refs,
  });
  printIssued(options.json, accepted(replaced), resource, "Replaced");
}

function sameLifetime({ latestEnd }: AccessTokenDetail): "never" | { at: string } {
  return latestEnd === null ? "never" : { at: latestEnd.toISOString() };
}

async function endOld(id: string, json: boolean | undefined) {
  const resource = await ownerOf(id);
  accepted(await endOldSecret(operator, { resource, id }));
  const { token } = accepted(await getAccessToken(operator, { resource, id }));
  print(json, asObject(token), [`The old secret of ${token.name} has ended. The new one works on.`]);
}

async function revoke(id: string, json: boolean | undefined) {
  const token = accepted(await revokeAccessToken(operator, { resource: await ownerOf(id), id }));
  print(json, asObject(token), [`${token.name} is revoked. The next request with it is refused.`]);
}

export async function ownerOf(id: string): Promise<ResourceName> {
  const isId = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(id);
  const resource = isId ? await findTokenOwner(id) : null;
  if (!resource) throw new Refusal(`There is no access token with the id ${id}. \`latchkey token list\` shows them.`);
  return resource;
}

function resourceOf({ workspace, project, repository }: ResourceOptions): ResourceName {
  if (project !== undefined) return { kind: "project", workspace, project };
  if (repository !== undefined) return { kind: "repository", workspace, repository };
  return { kind: "workspace", workspace };
}
