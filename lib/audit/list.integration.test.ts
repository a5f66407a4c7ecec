import { sql } from "drizzle-orm";
import { beforeAll, describe, expect, it } from "vitest";
import { db } from "@/db/client";
import { auditEvents } from "@/db/schema/audit-events";
import { memberships } from "@/db/schema/memberships";
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
  type TestUser,
} from "@/test-support/factories";
import { issueAccessToken } from "../access-tokens/issue";
import { revokeAccessToken } from "../access-tokens/revoke";
import type { Caller } from "../authorization/principal";
import { system } from "../authorization/system";
import type { Result } from "../errors";
import { newId } from "../ids";
import { removeMember } from "../memberships/remove";
import { givePermission } from "../permissions/give";
import { deleteProject } from "../projects/delete";
import type { Project } from "../projects/find";
import { deleteRepository } from "../repositories/delete";
import type { Repository } from "../repositories/find";
import { updateRepository } from "../repositories/update";
import type { ResourceName } from "../resource-name";
import { updateTokenPolicy } from "../token-policies/update";
import { authenticateUser } from "../users/authenticate";
import type { Workspace } from "../workspaces/find";
import { exportAuditEvents, listAuditEvents } from "./list";
import { recordAudit } from "./record";
import type { AuditEventView } from "./view";

type Input = Omit<Parameters<typeof listAuditEvents>[1], "resource">;

function accepted<Value>(result: Result<Value>): Value {
  if (!result.ok) throw new Error(`Refused: ${JSON.stringify(result.error)}`);
  return result.value;
}

async function setUp() {
  const admin = await makeUser();
  const workspace = await makeWorkspace({ admin });
  const project = await makeProject(workspace);
  const repository = await makeRepository(project, { storage: true });
  return { admin, caller: await callerOf(admin), workspace, project, repository };
}

function nameOf(of: Workspace | Project | Repository): ResourceName {
  if ("project" in of) return { kind: "repository", workspace: of.workspace.slug, repository: of.slug };
  if ("workspace" in of) return { kind: "project", workspace: of.workspace.slug, project: of.key };
  return { kind: "workspace", workspace: of.slug };
}

async function page(caller: Caller, of: Workspace | Project | Repository, input: Input = {}) {
  return accepted(await listAuditEvents(caller, { resource: nameOf(of), ...input }));
}

async function events(caller: Caller, of: Workspace | Project | Repository, filter: Input["filter"] = {}) {
  return (await page(caller, of, { filter })).events;
}

function actionsOf(list: readonly AuditEventView[]): string[] {
  return list.map(({ action }) => action);
}

async function signIn({ email, password }: TestUser): Promise<void> {
  accepted(await authenticateUser({ email, password, address: "192.0.2.9", requestId: null }));
}

describe("an event in the log", () => {
  it("tells when, who, what, to what and from where", async () => {
    const { admin, caller, repository } = await setUp();
    const { token, secret } = accepted(
      await issueAccessToken(caller, { resource: nameOf(repository), name: "ci", scopes: ["repository:write"] }),
    );
    accepted(await revokeAccessToken(operatorCaller(), { resource: nameOf(repository), id: token.id }));
    const listed = await events(caller, repository);
    expect(listed).toMatchObject([
      {
        action: "access_token.revoked",
        sentence: "Revoked the token ci.",
        actor: { kind: "operator", id: null, name: "The command line" },
        address: null,
      },
      {
        action: "access_token.issued",
        group: "tokens",
        sentence: "Issued the token ci with repository:write. It never expires.",
        actor: { kind: "user", id: admin.id, name: admin.name },
        resource: { kind: "repository", id: repository.id, label: `${repository.workspace.slug}/${repository.slug}` },
        address: "192.0.2.1",
        details: { access_token_id: token.id, name: "ci", scopes: ["repository:write"] },
      },
    ]);
    const at = listed[1]?.at.getTime() ?? 0;
    expect(at >= token.createdAt.getTime() && at <= Date.now()).toBe(true);
    expect(JSON.stringify(listed)).not.toContain(secret);
  });

  it("names people, tokens and what is gone", async () => {
    const { caller, workspace, project, repository } = await setUp();
    const person = await makeUser();
    await makeMember(workspace, person);
    const resource = { kind: "repository", workspace: workspace.slug, repository: repository.slug } as const;
    accepted(await givePermission(caller, { resource, userId: person.id, permission: "write" }));
    accepted(await removeMember(caller, { workspace: workspace.slug, userId: person.id }));
    const token = await makeAccessToken(repository, ["repository"], { name: "poller" });
    await recordAudit(db(), await callerOfToken(token), {
      action: "access_token.refused",
      resource: repository.resource,
      details: {
        name: "poller",
        operation: "git-receive-pack",
        scope: "repository:write",
        outcome: "insufficient_scope",
      },
    });
    await recordAudit(db(), system, {
      action: "access_token.expired",
      resource: project.resource,
      details: { name: "old" },
    });
    const before = await events(caller, workspace);
    expect(before.map(({ sentence, actor }) => [sentence, actor.name])).toEqual([
      ["The token old expired.", "Latchkey"],
      ["Refused poller: Push. Needs repository:write.", "poller"],
      [`Removed ${person.name} from the workspace.`, expect.anything()],
      [`Gave ${person.name} the permission write.`, expect.anything()],
    ]);
    const at = { workspace: workspace.slug };
    accepted(await deleteRepository(caller, { ...at, repository: repository.slug, confirmation: repository.slug }));
    accepted(await deleteProject(caller, { ...at, project: project.key, confirmation: project.key }));
    const after = await events(caller, workspace);
    expect(actionsOf(after).slice(0, 3)).toEqual([
      "project.deleted",
      "repository.deleted",
      "access_token.ended_with_resource",
    ]);
    expect(new Set(after.map(({ resource: { label } }) => label))).toEqual(
      new Set([project.key, `${workspace.slug}/${repository.slug}`, workspace.slug]),
    );
    expect(after.find(({ action }) => action === "access_token.refused")?.actor.name).toBe("poller");
  });

  it("is shown though this version doesn't know its action", async () => {
    const { caller, workspace } = await setUp();
    await db()
      .insert(auditEvents)
      .values({
        id: newId(),
        at: new Date(),
        workspaceId: workspace.id,
        actorKind: "system",
        action: "moon.landed",
        resourceKind: "workspace",
        resourceId: workspace.id,
        details: { user_id: "no id" },
      });
    expect(await events(caller, workspace)).toMatchObject([{ action: "moon.landed", sentence: "moon.landed" }]);
  });

  it("tells what of the policy was changed", async () => {
    const { caller, workspace } = await setUp();
    accepted(
      await updateTokenPolicy(caller, {
        workspace: workspace.slug,
        longestLifetimeDays: 90,
        neverExpiresAllowed: false,
        strongScopesExpire: false,
        repositoryAdminsMayIssue: true,
        apiRequestsPerHour: 1_000,
        gitRequestsPerHour: 60_000,
        refusesPushedSecrets: true,
      }),
    );
    expect((await events(caller, workspace))[0]?.sentence).toBe(
      "Changed the token policy: longest lifetime in days, 90 (was none); tokens may never expire, no (was yes).",
    );
  });
});

describe("whose events a log has", () => {
  it("a repository's its own, a project's those of its repositories too, a workspace's all in it", async () => {
    const { caller, workspace, project, repository } = await setUp();
    const sibling = await makeRepository(project);
    const elsewhere = await makeProject(workspace);
    const other = await setUp();
    for (const { resource } of [
      workspace,
      project,
      repository,
      sibling,
      elsewhere,
      other.workspace,
      other.repository,
    ]) {
      await recordAudit(db(), operatorCaller(), {
        action: "access_token.revoked",
        resource,
        details: { name: resource.kind },
      });
    }
    const idsIn = async (of: Workspace | Project | Repository) =>
      new Set((await events(caller, of)).map((event) => event.resource.id));
    expect(await idsIn(repository)).toEqual(new Set([repository.id]));
    expect(await idsIn(project)).toEqual(new Set([project.id, repository.id, sibling.id]));
    expect(await idsIn(workspace)).toEqual(
      new Set([workspace.id, project.id, repository.id, sibling.id, elsewhere.id]),
    );
  });

  it("a project's keeps what happened to a repository that was deleted from it, and follows one that moved in", async () => {
    const { caller, workspace, project, repository } = await setUp();
    const from = await makeProject(workspace);
    const moving = await makeRepository(from, { storage: true });
    const at = { workspace: workspace.slug };
    accepted(await deleteRepository(caller, { ...at, repository: repository.slug, confirmation: repository.slug }));
    expect(actionsOf(await events(caller, project))).toEqual(["repository.deleted"]);
    expect(await events(caller, from)).toEqual([]);
    const { slug, name, description, mainBranch } = moving;
    accepted(
      await updateRepository(caller, { ...at, repository: slug, name, description, mainBranch, project: project.key }),
    );
    expect(actionsOf(await events(caller, project))).toEqual([
      "repository.moved",
      "repository.updated",
      "repository.deleted",
    ]);
  });

  it("a workspace's has the sign-ins of its members, from the day on which they joined", async () => {
    const { admin, caller, workspace, repository } = await setUp();
    const [member, stranger] = [await makeUser(), await makeUser()];
    await signIn(member);
    await db()
      .insert(memberships)
      .values({ workspaceId: workspace.id, userId: member.id, role: "member", createdAt: new Date(Date.now() + 1) });
    for (const person of [admin, member, stranger]) await signIn(person);
    const signIns = await events(caller, workspace);
    expect(signIns.map(({ sentence, actor, address }) => [sentence, actor.name, address])).toEqual([
      ["Signed in.", member.name, "192.0.2.9"],
      ["Signed in.", admin.name, "192.0.2.9"],
    ]);
    expect(await events(caller, repository)).toEqual([]);
  });
});

describe("who may read a log", () => {
  it("admins of that very resource; others are told no, or that there is nothing", async () => {
    const { caller, workspace, project, repository } = await setUp();
    const outcome = async (who: Caller, of: Workspace | Project | Repository) => {
      const listed = await listAuditEvents(who, { resource: nameOf(of) });
      const exported = await exportAuditEvents(who, { resource: nameOf(of) });
      expect(exported.ok).toBe(listed.ok);
      return listed.ok ? "shown" : listed.error.code;
    };
    const outcomes = async (who: Caller) => [
      await outcome(who, workspace),
      await outcome(who, project),
      await outcome(who, repository),
    ];
    const [member, writer, ofRepository, ofProject] = await Promise.all([1, 2, 3, 4].map(() => makeUser()));
    if (!member || !writer || !ofRepository || !ofProject) throw new Error("There are four.");
    for (const person of [member, writer, ofRepository, ofProject]) await makeMember(workspace, person);
    await makePermission(repository, writer, "write");
    await makePermission(repository, ofRepository, "admin");
    await makePermission(project, ofProject, "admin");
    expect(await outcomes(caller)).toEqual(["shown", "shown", "shown"]);
    expect(await outcomes(await callerOf(ofProject))).toEqual(["insufficient_scope", "shown", "shown"]);
    expect(await outcomes(await callerOf(ofRepository))).toEqual(["insufficient_scope", "not_found", "shown"]);
    expect(await outcomes(await callerOf(writer))).toEqual(["insufficient_scope", "not_found", "insufficient_scope"]);
    expect(await outcomes(await callerOf(member))).toEqual(["insufficient_scope", "not_found", "not_found"]);
    expect(await outcomes((await setUp()).caller)).toEqual(["not_found", "not_found", "not_found"]);
    const token = await makeAccessToken(workspace, ["repository:admin", "project:admin", "account"]);
    expect(await outcomes(await callerOfToken(token))).toEqual(Array(3).fill("insufficient_scope"));
  });
});

describe("a filter", () => {
  let all: Awaited<ReturnType<typeof setUp>>;
  let other: TestUser;
  const found = async (filter: Input["filter"]) => actionsOf(await events(all.caller, all.workspace, filter)).sort();

  beforeAll(async () => {
    all = await setUp();
    const { workspace, repository, caller } = all;
    other = await makeUser({ name: "Ada 100%_Lovelace" });
    await makeMember(workspace, other, "admin");
    const token = await makeAccessToken(repository, ["repository"], { name: "deploy-bot" });
    const at = async (day: string, by: Caller, ...event: Parameters<typeof recordAudit>[2][]) => {
      await db().transaction(async (tx) => {
        await recordAudit(tx, by, ...event);
        await tx.execute(sql`set local session_replication_role = replica`);
        await tx.execute(sql`update audit_events set at = ${`${day}T23:59:59.999Z`}::timestamptz
                              where workspace_id = ${workspace.id} and at > '2026-06-01'`);
      });
    };
    const { resource } = workspace;
    await at("2026-03-01", caller, { action: "workspace.updated", resource, details: { name: "Acme" } });
    await at("2026-03-02", await callerOf(other), {
      action: "permission.given",
      resource: repository.resource,
      details: { user_id: all.admin.id, permission: "read" },
    });
    await at(
      "2026-03-03",
      { ...(await callerOfToken(token)), address: "2001:db8::7" },
      {
        action: "access_token.refused",
        resource: repository.resource,
        details: { name: "deploy-bot", operation: "repositories.get" },
      },
    );
    await at("2026-03-04", system, { action: "access_token.expired", resource, details: { name: "nightly" } });
    await at("2026-03-05", operatorCaller(), {
      action: "access_token.issued",
      resource,
      details: { name: "release", scopes: ["webhook"] },
    });
  });

  it.each([
    [{ group: "tokens" }, ["access_token.expired", "access_token.issued"]],
    [{ group: "refusals" }, ["access_token.refused"]],
    [{ group: "permissions" }, ["permission.given"]],
    [{ group: "members" }, []],
    [{ actor: "user" }, ["permission.given", "workspace.updated"]],
    [{ actor: "access_token" }, ["access_token.refused"]],
    [{ actor: "operator" }, ["access_token.issued"]],
    [{ actor: "system" }, ["access_token.expired"]],
    [{ from: "2026-03-04" }, ["access_token.expired", "access_token.issued"]],
    [{ to: "2026-03-02" }, ["permission.given", "workspace.updated"]],
    [{ from: "2026-03-03", to: "2026-03-03" }, ["access_token.refused"]],
    [{ from: "2026-03-04", to: "2026-03-03" }, []],
    [{ search: "Acme" }, ["workspace.updated"]],
    [{ search: "deploy-b" }, ["access_token.refused"]],
    [{ search: "token expired" }, ["access_token.expired"]],
    [{ search: "WEBHOOK" }, ["access_token.issued"]],
    [{ search: "2001:db8" }, ["access_token.refused"]],
    [{ search: "100%_love" }, ["permission.given"]],
    [{ search: "1_0" }, []],
    [{ search: "%" }, ["permission.given"]],
    [{ search: "\\" }, []],
    [{ search: "deploy", group: "tokens" }, []],
  ] as const)("%j", async (filter, expected) => {
    expect(await found(filter)).toEqual(expected);
  });

  it("by a person's or repository's name finds what they did, and what was done to them", async () => {
    expect(await found({ search: all.admin.name })).toEqual(["permission.given", "workspace.updated"]);
    expect(await found({ search: all.repository.slug })).toEqual(["access_token.refused", "permission.given"]);
    expect(await found({ actor: other.id })).toEqual(["permission.given"]);
  });

  it.each([
    { from: "yesterday" },
    { from: "9999-12-31" },
    { to: "2026-02-30" },
    { actor: "nobody" },
    { group: "all" as never },
  ])("%j makes no sense", async (filter) => {
    const listed = await listAuditEvents(all.caller, { resource: nameOf(all.workspace), filter });
    expect(listed).toMatchObject({ ok: false, error: { code: "invalid_request" } });
  });
});

describe("a long log", () => {
  let all: Awaited<ReturnType<typeof setUp>>;
  let newestFirst: string[];

  beforeAll(async () => {
    all = await setUp();
    const { workspace, admin } = all;
    // Two chains, many events in one millisecond.
    const rows = Array.from({ length: 2_400 }, (_, number) => {
      const signsIn = number % 4 === 0;
      return {
        id: newId(),
        at: new Date(Date.now() + Math.floor(number / 7)),
        workspaceId: signsIn ? null : workspace.id,
        actorKind: "user" as const,
        actorId: admin.id,
        action: signsIn ? "user.signed_in" : "workspace.updated",
        resourceKind: signsIn ? "instance" : "workspace",
        resourceId: signsIn ? null : workspace.id,
        details: { name: `n${number}` },
      };
    });
    await db().insert(auditEvents).values(rows);
    newestFirst = rows.sort((a, b) => b.at.getTime() - a.at.getTime() || (a.id < b.id ? 1 : -1)).map(({ id }) => id);
  });

  it("is paged through without losing or doubling any, and back", async () => {
    const pages: string[][] = [];
    let last = await page(all.caller, all.workspace);
    expect(last.newer).toBeNull();
    for (;;) {
      pages.push(last.events.map(({ id }) => id));
      if (last.older === null) break;
      last = await page(all.caller, all.workspace, { before: last.older });
      expect(last.newer).not.toBeNull();
    }
    expect(pages.flat()).toEqual(newestFirst);
    expect(pages.map(({ length }) => length)).toEqual(Array(48).fill(50));

    const back: string[][] = [];
    for (; last.newer !== null; last = await page(all.caller, all.workspace, { after: last.newer })) {
      back.push(last.events.map(({ id }) => id));
    }
    back.push(last.events.map(({ id }) => id));
    expect(back.reverse().flat()).toEqual(newestFirst);
  });

  it("is exported whole, in batches", async () => {
    const batches = accepted(await exportAuditEvents(all.caller, { resource: nameOf(all.workspace) }));
    const lengths: number[] = [];
    const ids: string[] = [];
    for await (const batch of batches) {
      lengths.push(batch.length);
      ids.push(...batch.map(({ id }) => id));
    }
    expect(ids).toEqual(newestFirst);
    expect(lengths).toEqual([1_000, 1_000, 400]);
  });

  it.each(["", "1-2", "99999999999999-018f0000-0000-7000-8000-000000000000"])("has no place “%s”", async (before) => {
    const listed = await listAuditEvents(all.caller, { resource: nameOf(all.workspace), before });
    expect(listed).toMatchObject({ ok: false, error: { code: "invalid_request" } });
  });
});
