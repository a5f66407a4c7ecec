import { randomBytes } from "node:crypto";
import { db } from "@/db/client";
import { accessTokenSecrets, accessTokens } from "@/db/schema/access-tokens";
import { memberships } from "@/db/schema/memberships";
import { projectPermissions, repositoryPermissions } from "@/db/schema/permissions";
import { projects } from "@/db/schema/projects";
import { repositories } from "@/db/schema/repositories";
import { users } from "@/db/schema/users";
import { workspaces } from "@/db/schema/workspaces";
import { digestForStorage, newBotId, newSecret, type TokenSecret } from "@/lib/access-tokens/secret";
import { verifyAccessToken } from "@/lib/access-tokens/verify";
import { operator } from "@/lib/authorization/operator";
import type { AccessTokenPrincipal, Caller, Principal } from "@/lib/authorization/principal";
import type { Scope } from "@/lib/authorization/scopes";
import { createBareRepository } from "@/lib/git/storage";
import { newId } from "@/lib/ids";
import { type Project, toProject } from "@/lib/projects/find";
import { type Repository, toRepository } from "@/lib/repositories/find";
import { hashPassword } from "@/lib/users/password";
import { principalOfUser } from "@/lib/users/principal";
import type { Workspace } from "@/lib/workspaces/find";

// Rows are unique, so that tests share a database without meeting.

export type TestUser = { id: string; email: string; name: string; password: string };

export async function makeUser(values: { email?: string; name?: string; password?: string } = {}): Promise<TestUser> {
  const unique = uniqueText();
  const { email = `person-${unique}@example.com`, name = `Person ${unique}`, password = usualPassword } = values;
  const id = newId();
  const passwordHash = password === usualPassword ? await hashOfUsualPassword() : await hashPassword(password);
  await db().insert(users).values({ id, email, name, passwordHash, createdAt: new Date() });
  return { id, email, name, password };
}

export async function makeWorkspace(
  values: { slug?: string; name?: string; plan?: Workspace["plan"]; admin?: TestUser } = {},
): Promise<Workspace> {
  const { slug = `ws-${uniqueText()}`, name = slug, plan = "premium", admin } = values;
  const row = { id: newId(), slug, name, plan, createdAt: new Date(), updatedAt: new Date() };
  await db().insert(workspaces).values(row);
  const workspace: Workspace = { ...row, resource: { kind: "workspace", workspaceId: row.id } };
  if (admin) await makeMember(workspace, admin, "admin");
  return workspace;
}

export async function makeMember(
  workspace: Workspace,
  user: TestUser,
  role: "member" | "admin" = "member",
): Promise<void> {
  await db().insert(memberships).values({ workspaceId: workspace.id, userId: user.id, role, createdAt: new Date() });
}

/** Gives a person a permission on a project or repository; they have to be a member of its workspace. */
export async function makePermission(
  on: Project | Repository,
  user: TestUser,
  permission: "read" | "write" | "admin",
): Promise<void> {
  const values = { workspaceId: on.workspace.id, userId: user.id, permission, createdAt: new Date() };
  if ("project" in on)
    await db()
      .insert(repositoryPermissions)
      .values({ ...values, repositoryId: on.id });
  else
    await db()
      .insert(projectPermissions)
      .values({ ...values, projectId: on.id });
}

export async function makeProject(
  workspace: Workspace,
  values: { key?: string; name?: string; description?: string } = {},
): Promise<Project> {
  const { key = `P${uniqueText().toUpperCase()}`, name = `Project ${key}`, description = "" } = values;
  const now = new Date();
  const times = { createdAt: now, updatedAt: now };
  const row = { id: newId(), workspaceId: workspace.id, key, name, description, branchingModel: null, ...times };
  await db().insert(projects).values(row);
  return toProject(workspace, row);
}

/** A repository's row, and its empty storage where `storage` is asked for. */
export async function makeRepository(
  project: Project,
  values: { slug?: string; name?: string; description?: string; mainBranch?: string; storage?: boolean } = {},
): Promise<Repository> {
  const { slug = `repo-${uniqueText()}`, name = slug, description = "", mainBranch = "main", storage = false } = values;
  const now = new Date();
  const row = {
    id: newId(),
    workspaceId: project.workspace.id,
    projectId: project.id,
    parentId: null,
    slug,
    name,
    description,
    mainBranch,
    branchingModel: null,
    size: 0,
    createdAt: now,
    updatedAt: now,
    pushedAt: null,
  };
  await db().insert(repositories).values(row);
  if (storage) await createBareRepository(row.id, mainBranch);
  return toRepository(project, row);
}

export type TestAccessToken = {
  id: string;
  secret: TokenSecret;
  name: string;
  botId: string;
  scopes: readonly Scope[];
};

/** The secrets of all tokens made here, for those who check afterwards where none may be. */
export const issuedSecrets: TokenSecret[] = [];

/** A live token of the workspace, project or repository, whatever the plan says. */
export async function makeAccessToken(
  owner: Workspace | Project | Repository,
  scopes: readonly Scope[],
  values: {
    name?: string;
    createdBy?: TestUser;
    createdAt?: Date;
    expiresAt?: Date;
    addresses?: string[];
    addressMode?: "enforce" | "watch";
    refs?: string[];
  } = {},
): Promise<TestAccessToken> {
  const { kind, workspaceId } = owner.resource;
  const secret = newSecret(kind);
  issuedSecrets.push(secret);
  const { digest, keyId } = digestForStorage(secret);
  const id = newId();
  const identity = {
    workspaceId,
    kind,
    projectId: kind === "project" ? owner.id : null,
    repositoryId: kind === "repository" ? owner.id : null,
    name: values.name ?? `Token ${uniqueText()}`,
    scopes: [...scopes],
    addresses: values.addresses ?? null,
    addressMode: values.addressMode ?? "enforce",
    refs: values.refs ?? null,
    expiresAt: values.expiresAt ?? null,
    botId: newBotId(),
    createdAt: values.createdAt ?? new Date(),
  };
  await db()
    .insert(accessTokens)
    .values({ id, ...identity, createdBy: values.createdBy?.id ?? null });
  await db()
    .insert(accessTokenSecrets)
    .values({ ...identity, digest, keyId, id: newId(), accessTokenId: id });
  return { id, secret, name: identity.name, botId: identity.botId, scopes };
}

/** A person as a caller, with what they may do as of now. */
export async function callerOf(user: TestUser): Promise<Caller> {
  const principal = await principalOfUser(user.id, 1);
  if (!principal) throw new Error(`${user.email} has no account, or has changed the password.`);
  return caller(principal);
}

export async function callerOfToken(token: TestAccessToken): Promise<Caller & { principal: AccessTokenPrincipal }> {
  const presented = { address: testAddress, client: "", operation: "", scope: "" };
  const principal = await verifyAccessToken(token.secret, presented);
  if (!principal) throw new Error(`The token ${token.name} opens nothing.`);
  return { ...caller(principal), principal };
}

export function operatorCaller(): Caller {
  return operator;
}

export function uniqueText(): string {
  return randomBytes(5).toString("hex");
}

function caller(principal: Principal): Caller {
  return { principal, address: testAddress, requestId: `test-${uniqueText()}` };
}

const testAddress = "192.0.2.1";
const usualPassword = "correct horse battery staple";
let usualHash: Promise<string> | undefined;

function hashOfUsualPassword(): Promise<string> {
  usualHash ??= hashPassword(usualPassword);
  return usualHash;
}
