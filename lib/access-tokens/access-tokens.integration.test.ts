import { eq } from "drizzle-orm";
import { afterEach, describe, expect, it, vi } from "vitest";
import { db } from "@/db/client";
import { accessTokenSecrets, accessTokens, endedSecrets } from "@/db/schema/access-tokens";
import { auditEvents } from "@/db/schema/audit-events";
import { setWorkspacePlan } from "@/lib/workspaces/set-plan";
import {
  callerOf,
  callerOfToken,
  makeAccessToken,
  makeMember,
  makePermission,
  makeProject,
  makeRepository,
  makeUser,
  makeWorkspace,
  operatorCaller,
  type TestAccessToken,
} from "@/test-support/factories";
import { assignableScopes } from "../authorization/scopes";
import { deleteRepository } from "../repositories/delete";
import { updateRepository } from "../repositories/update";
import type { ResourceName } from "../resource-name";
import { flushUsage } from "../token-usage/flush";
import { recordUsage } from "../token-usage/record";
import { issueAccessToken } from "./issue";
import { listAccessTokens } from "./list";
import { revokeAccessToken } from "./revoke";
import { verifyAccessToken } from "./verify";

async function setUp() {
  const admin = await makeUser();
  const workspace = await makeWorkspace({ admin });
  const project = await makeProject(workspace);
  const repository = await makeRepository(project);
  const names: Record<"workspace" | "project" | "repository", ResourceName> = {
    workspace: { kind: "workspace", workspace: workspace.slug },
    project: { kind: "project", workspace: workspace.slug, project: project.key },
    repository: { kind: "repository", workspace: workspace.slug, repository: repository.slug },
  };
  return { admin, caller: await callerOf(admin), workspace, project, repository, names };
}

/** One request with the token, written down. */
async function use(token: TestAccessToken): Promise<void> {
  const { principal, address } = await callerOfToken(token);
  recordUsage({ principal, address, client: "", operation: "getUser", scope: "", outcome: "allowed" });
  await flushUsage();
}

async function issued(caller: Awaited<ReturnType<typeof callerOf>>, resource: ResourceName, name = "ci") {
  const result = await issueAccessToken(caller, { resource, name, scopes: ["repository"] });
  if (!result.ok) throw new Error(JSON.stringify(result.error));
  return result.value;
}

afterEach(() => {
  vi.useRealTimers();
});

describe("issuing", () => {
  it("gives each kind a secret that opens its own resource with the chosen scopes", async () => {
    const { caller, names, workspace, project, repository } = await setUp();
    const owners = { workspace: workspace.id, project: project.id, repository: repository.id };
    for (const kind of ["workspace", "project", "repository"] as const) {
      const scopes = assignableScopes(kind);
      const result = await issueAccessToken(caller, { resource: names[kind], name: "all", scopes });
      const secret = result.ok ? result.value.secret : "";
      const principal = await verifyAccessToken(secret);
      expect(principal?.access[0].scopes).toEqual(scopes);
      expect(Object.values(principal?.access[0].resource ?? {})).toContain(owners[kind]);
    }
  });

  it("leaves the secret nowhere: not in the rows, not in the audit trail", async () => {
    const { caller, names, workspace } = await setUp();
    const { secret, token } = await issued(caller, names.repository);
    const rows = [
      ...(await db().select().from(accessTokens).where(eq(accessTokens.workspaceId, workspace.id))),
      ...(await db().select().from(accessTokenSecrets).where(eq(accessTokenSecrets.workspaceId, workspace.id))),
    ];
    const trail = await db().select().from(auditEvents).where(eq(auditEvents.workspaceId, workspace.id));
    expect(trail).toMatchObject([
      { action: "access_token.issued", details: { access_token_id: token.id, name: "ci" } },
    ]);
    for (const text of [JSON.stringify(rows), JSON.stringify(trail)]) {
      expect(text).not.toContain(secret);
      expect(text).not.toContain(secret.slice(4, 44));
      expect(text).not.toContain(Buffer.from(secret).toString("base64"));
    }
  });

  it("is refused to a member, a writer and a token, and not found from another workspace", async () => {
    const { names, workspace, project, repository } = await setUp();
    const member = await makeUser();
    const writer = await makeUser();
    await makeMember(workspace, member);
    await makeMember(workspace, writer);
    await makePermission(repository, writer, "write");
    const stranger = (await setUp()).caller;
    const token = await callerOfToken(await makeAccessToken(workspace, assignableScopes("workspace")));
    const ask = async (caller: typeof stranger, resource: ResourceName) => {
      const result = await issueAccessToken(caller, { resource, name: "x", scopes: ["repository"] });
      return result.ok ? "issued" : result.error.code;
    };
    expect(await ask(await callerOf(writer), names.repository)).toBe("insufficient_scope");
    expect(await ask(await callerOf(member), names.repository)).toBe("not_found");
    expect(await ask(await callerOf(member), names.workspace)).toBe("insufficient_scope");
    expect(await ask(stranger, names.repository)).toBe("not_found");
    expect(await ask(token, names.repository)).toBe("insufficient_scope");
    expect(await ask(token, names.workspace)).toBe("insufficient_scope");
    expect(await db().$count(accessTokens, eq(accessTokens.projectId, project.id))).toBe(0);
  });

  it("is for the admin of that very resource", async () => {
    const { names, workspace, project, repository } = await setUp();
    const projectAdmin = await makeUser();
    const repositoryAdmin = await makeUser();
    await makeMember(workspace, projectAdmin);
    await makeMember(workspace, repositoryAdmin);
    await makePermission(project, projectAdmin, "admin");
    await makePermission(repository, repositoryAdmin, "admin");
    const codes = async (user: typeof projectAdmin) => {
      const caller = await callerOf(user);
      const results = [];
      for (const kind of ["workspace", "project", "repository"] as const) {
        const result = await issueAccessToken(caller, { resource: names[kind], name: user.name, scopes: ["webhook"] });
        results.push(result.ok ? "issued" : result.error.code);
      }
      return results;
    };
    expect(await codes(projectAdmin)).toEqual(["insufficient_scope", "issued", "issued"]);
    expect(await codes(repositoryAdmin)).toEqual(["insufficient_scope", "not_found", "issued"]);
  });

  it("names each field that is wrong", async () => {
    const { caller, names } = await setUp();
    const ask = async (name: string, scopes: string[], resource = names.repository) => {
      const result = await issueAccessToken(caller, { resource, name, scopes });
      return !result.ok && result.error.code === "invalid_request" ? result.error.fields : result;
    };
    expect(await ask(" ", [])).toEqual({ name: ["Enter a name."], scopes: ["Choose at least one scope."] });
    expect(await ask("x", ["project"])).toEqual({ scopes: ["A repository access token can’t hold project."] });
    expect(await ask("x", ["account"], names.project)).toEqual({
      scopes: ["A project access token can’t hold account."],
    });
    expect(await ask("x", ["access_token:write"])).toEqual({
      scopes: ["A repository access token can’t hold access_token:write."],
    });
    expect(await ask("x", ["everything"])).toEqual({ scopes: ["There is no scope called everything."] });
  });

  it("takes a name once among live tokens of the resource, also when two ask at once", async () => {
    const { caller, names } = await setUp();
    const results = await Promise.all(
      Array.from({ length: 6 }, () =>
        issueAccessToken(caller, { resource: names.repository, name: "deploy", scopes: ["repository"] }),
      ),
    );
    expect(results.filter((result) => result.ok)).toHaveLength(1);
    for (const result of results)
      if (!result.ok) expect(result.error).toMatchObject({ code: "conflict", field: "name" });
    expect((await issueAccessToken(caller, { resource: names.project, name: "DEPLOY", scopes: ["webhook"] })).ok).toBe(
      true,
    );
    expect(
      (await issueAccessToken(caller, { resource: names.repository, name: "DEPLOY", scopes: ["webhook"] })).ok,
    ).toBe(false);
    const first = results.find((result) => result.ok);
    if (first?.ok) await revokeAccessToken(caller, { resource: names.repository, id: first.value.token.id });
    expect(
      (await issueAccessToken(caller, { resource: names.repository, name: "deploy", scopes: ["webhook"] })).ok,
    ).toBe(true);
  });

  it("is premium for projects and workspaces; tokens that exist work on and can be revoked on any plan", async () => {
    const { caller, names, workspace } = await setUp();
    const before = await issued(caller, names.project);
    for (const plan of ["standard", "free"] as const) {
      await setWorkspacePlan(operatorCaller(), { workspace: workspace.slug, plan });
      for (const kind of ["project", "workspace"] as const) {
        const refused = await issueAccessToken(caller, { resource: names[kind], name: "x", scopes: ["repository"] });
        expect(refused).toEqual({ ok: false, error: { code: "plan_required", kind, plan } });
      }
    }
    await issued(caller, names.repository);
    expect(await verifyAccessToken(before.secret)).not.toBeNull();
    expect((await revokeAccessToken(caller, { resource: names.project, id: before.token.id })).ok).toBe(true);
  });
});

describe("verifying", () => {
  it("refuses a secret from the moment it expires", async () => {
    const { repository } = await setUp();
    vi.useFakeTimers({ toFake: ["Date"] });
    const expiresAt = new Date(Date.now() + 60_000);
    const { secret } = await makeAccessToken(repository, ["repository"], { expiresAt });
    vi.setSystemTime(expiresAt.getTime() - 1);
    expect(await verifyAccessToken(secret)).not.toBeNull();
    vi.setSystemTime(expiresAt.getTime());
    expect(await verifyAccessToken(secret)).toBeNull();
  });
});

describe("revoking", () => {
  it("deletes the live secret, keeps its digest as ended, and says who and when", async () => {
    const { admin, caller, names } = await setUp();
    const { token, secret } = await issued(caller, names.repository);
    const revoked = await revokeAccessToken(caller, { resource: names.repository, id: token.id });
    expect(revoked).toMatchObject({ ok: true, value: { state: "revoked", revokedBy: admin.name } });
    expect(await verifyAccessToken(secret)).toBeNull();
    expect(await db().$count(accessTokenSecrets, eq(accessTokenSecrets.accessTokenId, token.id))).toBe(0);
    expect(await db().$count(endedSecrets, eq(endedSecrets.accessTokenId, token.id))).toBe(1);
    const trail = await db().select().from(auditEvents).where(eq(auditEvents.action, "access_token.revoked"));
    expect(trail.filter((row) => row.details.access_token_id === token.id)).toHaveLength(1);
  });

  it("happens once: the second of two admins is told who was first", async () => {
    const { admin, caller, names } = await setUp();
    const { token } = await issued(caller, names.repository, "renovate");
    const results = await Promise.all(
      Array.from({ length: 4 }, () => revokeAccessToken(caller, { resource: names.repository, id: token.id })),
    );
    expect(results.filter((result) => result.ok)).toHaveLength(1);
    for (const result of results) {
      if (!result.ok) {
        expect(result.error).toEqual({ code: "conflict", message: `renovate was already revoked by ${admin.name}.` });
      }
    }
  });

  it("reaches only tokens of the resource that is named", async () => {
    const { caller, names } = await setUp();
    const { token, secret } = await issued(caller, names.repository);
    for (const resource of [names.project, names.workspace]) {
      expect(await revokeAccessToken(caller, { resource, id: token.id })).toMatchObject({
        ok: false,
        error: { code: "not_found" },
      });
    }
    const other = await setUp();
    expect(await revokeAccessToken(other.caller, { resource: names.repository, id: token.id })).toMatchObject({
      ok: false,
      error: { code: "not_found" },
    });
    expect(await revokeAccessToken(other.caller, { resource: other.names.repository, id: token.id })).toMatchObject({
      ok: false,
      error: { code: "not_found" },
    });
    expect(await verifyAccessToken(secret)).not.toBeNull();
  });

  it("follows from deleting the repository; the identity stays", async () => {
    const { caller, names, workspace, repository } = await setUp();
    const { token, secret } = await issued(caller, names.repository);
    const deleted = await deleteRepository(caller, {
      workspace: workspace.slug,
      repository: repository.slug,
      confirmation: repository.slug,
    });
    expect(deleted).toEqual({ ok: true, value: { endedTokens: 1 } });
    expect(await verifyAccessToken(secret)).toBeNull();
    const [identity] = await db().select().from(accessTokens).where(eq(accessTokens.id, token.id));
    expect(identity).toMatchObject({ name: "ci", repositoryId: null });
  });

  it("doesn't let a token slip in beside a deletion", async () => {
    for (let round = 0; round < 5; round += 1) {
      const { caller, names, workspace, repository } = await setUp();
      const [, ...results] = await Promise.all([
        deleteRepository(caller, {
          workspace: workspace.slug,
          repository: repository.slug,
          confirmation: repository.slug,
        }),
        ...Array.from({ length: 5 }, (_, index) =>
          issueAccessToken(caller, { resource: names.repository, name: `t${index}`, scopes: ["repository"] }),
        ),
      ]);
      for (const result of results) {
        if (result.ok) expect(await verifyAccessToken(result.value.secret)).toBeNull();
        else expect(result.error.code).toBe("not_found");
      }
    }
  });
});

describe("a project's token", () => {
  it("follows the project: a repository that moves is out of its reach at once", async () => {
    const { caller, names, workspace, repository } = await setUp();
    const target = await makeProject(workspace);
    const { secret } = await issued(caller, names.project);
    const reads = async () => {
      const principal = await verifyAccessToken(secret);
      if (!principal) throw new Error("The token is dead.");
      const { getRepository } = await import("../repositories/get");
      return (await getRepository({ ...caller, principal }, { workspace: workspace.slug, repository: repository.slug }))
        .ok;
    };
    expect(await reads()).toBe(true);
    const moved = await updateRepository(caller, {
      workspace: workspace.slug,
      repository: repository.slug,
      name: repository.name,
      description: "",
      mainBranch: repository.mainBranch,
      project: target.key,
    });
    expect(moved.ok).toBe(true);
    expect(await reads()).toBe(false);
  });
});

describe("the list", () => {
  it("pages by fifty, newest use first, with counts and search", async () => {
    const { caller, names, repository } = await setUp();
    const tokens = [];
    for (let index = 0; index < 52; index += 1) {
      tokens.push(await makeAccessToken(repository, ["repository"], { name: `job-${String(index).padStart(2, "0")}` }));
    }
    const [used, ended] = [tokens[7], tokens[9]];
    if (!used) throw new Error("There is no such token.");
    await use(used);
    await revokeAccessToken(caller, { resource: names.repository, id: ended?.id ?? "" });

    const first = await listAccessTokens(caller, { resource: names.repository });
    const second = await listAccessTokens(caller, { resource: names.repository, page: 2 });
    const past = await listAccessTokens(caller, { resource: names.repository, page: 99 });
    if (!first.ok || !second.ok || !past.ok) throw new Error("The list was refused.");
    expect(first.value).toMatchObject({ counts: { active: 51, inactive: 1 }, matching: 51, page: 1, pageCount: 2 });
    expect(first.value.tokens).toHaveLength(50);
    expect(first.value.tokens[0]?.name).toBe("job-07");
    expect(second.value.tokens).toHaveLength(1);
    expect(past.value.page).toBe(2);

    const search = await listAccessTokens(caller, { resource: names.repository, search: "JOB-1" });
    expect(search.ok && search.value.matching).toBe(10);
    for (const wild of ["%", "_", "\\"]) {
      const none = await listAccessTokens(caller, { resource: names.repository, search: wild });
      expect(none.ok && none.value.matching).toBe(0);
    }
    const inactive = await listAccessTokens(caller, { resource: names.repository, state: "inactive" });
    expect(inactive.ok && inactive.value.tokens.map(({ name }) => name)).toEqual(["job-09"]);
  });

  it("is refused to whoever may not manage tokens", async () => {
    const { names, workspace, repository } = await setUp();
    const reader = await makeUser();
    await makeMember(workspace, reader);
    await makePermission(repository, reader, "read");
    const result = await listAccessTokens(await callerOf(reader), { resource: names.repository });
    expect(result).toMatchObject({ ok: false, error: { code: "insufficient_scope", required: "access_token" } });
  });

  it("never moves the last use back", async () => {
    const { caller, names, repository } = await setUp();
    const token = await makeAccessToken(repository, ["repository"]);
    vi.useFakeTimers({ toFake: ["Date"] });
    vi.setSystemTime("2026-11-23T10:30:45Z");
    await use(token);
    vi.setSystemTime("2026-11-23T09:00:00Z");
    await use(token);
    const list = await listAccessTokens(caller, { resource: names.repository });
    expect(list.ok && list.value.tokens[0]?.lastUsedAt?.toISOString()).toBe("2026-11-23T10:30:00.000Z");
  });
});
