import { describe, expect, it } from "vitest";
import {
  callerOf,
  makeMember,
  makePermission,
  makeProject,
  makeRepository,
  makeUser,
  makeWorkspace,
} from "@/test-support/factories";
import { givePermission } from "../permissions/give";
import { listPermissions } from "../permissions/list";
import { takePermission } from "../permissions/take";
import { getRepository } from "../repositories/get";
import { workspaceOverview } from "../workspaces/overview";
import { addMember } from "./add";
import { changeMember } from "./change";
import { listMembers } from "./list";
import { removeMember } from "./remove";

async function setUp() {
  const admin = await makeUser();
  const workspace = await makeWorkspace({ admin });
  const project = await makeProject(workspace);
  const repository = await makeRepository(project);
  return { admin, caller: await callerOf(admin), workspace, project, repository };
}

describe("members", () => {
  it("are added by address, once", async () => {
    const { caller, workspace } = await setUp();
    const user = await makeUser();
    const add = () => addMember(caller, { workspace: workspace.slug, email: user.email.toUpperCase(), role: "member" });
    expect(await add()).toMatchObject({ ok: true, value: { kind: "member", userId: user.id } });
    expect(await add()).toMatchObject({ ok: false, error: { code: "conflict", field: "email" } });
  });

  it("always keep an admin, also when the last two leave at once", async () => {
    const { admin, caller, workspace } = await setUp();
    const last = { workspace: workspace.slug, userId: admin.id };
    const message = `${workspace.slug} needs an admin. Make someone else one first.`;
    expect(await removeMember(caller, last)).toMatchObject({ ok: false, error: { message } });
    expect(await changeMember(caller, { ...last, role: "member" })).toMatchObject({ ok: false, error: { message } });

    const second = await makeUser();
    await makeMember(workspace, second, "admin");
    const results = await Promise.all([
      removeMember(caller, last),
      changeMember(caller, { workspace: workspace.slug, userId: second.id, role: "member" }),
    ]);
    expect(results.filter((result) => result.ok)).toHaveLength(1);
    const members = await listMembers(await callerOf(results[0].ok ? second : admin), { workspace: workspace.slug });
    expect(members.ok && members.value.members.filter((member) => member.role === "admin")).toHaveLength(1);
  });

  it("take their permissions along when they go", async () => {
    const { caller, workspace, repository } = await setUp();
    const user = await makeUser();
    await makeMember(workspace, user);
    await makePermission(repository, user, "admin");
    const read = async () =>
      (await getRepository(await callerOf(user), { workspace: workspace.slug, repository: repository.slug })).ok;
    expect(await read()).toBe(true);
    await removeMember(caller, { workspace: workspace.slug, userId: user.id });
    expect(await read()).toBe(false);
    await makeMember(workspace, user);
    expect(await read()).toBe(false);
  });

  it("are managed by admins alone", async () => {
    const { admin, workspace } = await setUp();
    const member = await makeUser();
    await makeMember(workspace, member);
    const caller = await callerOf(member);
    expect((await listMembers(caller, { workspace: workspace.slug })).ok).toBe(true);
    for (const result of [
      await addMember(caller, { workspace: workspace.slug, email: "x@example.com", role: "admin" }),
      await changeMember(caller, { workspace: workspace.slug, userId: member.id, role: "admin" }),
      await removeMember(caller, { workspace: workspace.slug, userId: admin.id }),
    ]) {
      expect(result).toMatchObject({ ok: false, error: { code: "insufficient_scope" } });
    }
    const stranger = await callerOf(await makeUser());
    expect(await listMembers(stranger, { workspace: workspace.slug })).toEqual({
      ok: false,
      error: { code: "not_found", what: "workspace", name: workspace.slug },
    });
  });
});

describe("permissions", () => {
  it("are given to members, changed and taken; what comes from above is listed with its source", async () => {
    const { admin, caller, workspace, project, repository } = await setUp();
    const user = await makeUser();
    const resource = { kind: "repository", workspace: workspace.slug, repository: repository.slug } as const;
    const give = (permission: "read" | "admin") => givePermission(caller, { resource, userId: user.id, permission });
    expect(await give("read")).toMatchObject({
      ok: false,
      error: { code: "invalid_request", fields: { userId: expect.anything() } },
    });
    await makeMember(workspace, user);
    await makePermission(project, user, "write");
    await give("read");
    expect((await give("admin")).ok).toBe(true);
    const holders = await listPermissions(caller, { resource });
    expect(holders.ok && holders.value.map(({ userId, permission, from }) => [userId, permission, from])).toEqual([
      [admin.id, "admin", "workspace"],
      [user.id, "write", "project"],
      [user.id, "admin", "repository"],
    ]);
    expect((await takePermission(caller, { resource, userId: user.id })).ok).toBe(true);
    expect(await takePermission(caller, { resource, userId: user.id })).toMatchObject({
      ok: false,
      error: { code: "conflict" },
    });
  });

  it("show a member nothing but what they were given", async () => {
    const { workspace, project, repository } = await setUp();
    await makeRepository(project);
    const user = await makeUser();
    await makeMember(workspace, user);
    const overview = async () => {
      const result = await workspaceOverview(await callerOf(user), { workspace: workspace.slug });
      if (!result.ok) throw new Error("The overview was refused.");
      return result.value.projects.map((shown) => ({
        visible: shown.visible,
        repositories: shown.repositories.map(({ slug, tokenCount }) => [slug, tokenCount]),
      }));
    };
    expect(await overview()).toEqual([]);
    await makePermission(repository, user, "read");
    expect(await overview()).toEqual([{ visible: false, repositories: [[repository.slug, null]] }]);
  });
});
