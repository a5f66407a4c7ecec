import { expect, test } from "vitest";
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
} from "@/test-support/factories";
import { lastAuditOf } from "@/test-support/token-records";
import { issueAccessTokenSchema } from "../access-tokens/token-input";
import { deleteTokenPreset } from "./delete";
import { listTokenPresets } from "./list";
import { builtInPresets } from "./preset";
import { saveTokenPreset } from "./save";

const preset = {
  name: "Nightly build",
  scopes: ["repository", "project"],
  lifetimeDays: 30,
  addresses: ["10.1.2.3/8", "2001:db8::1"],
  refs: ["nightly/*"],
};

async function setUp() {
  const admin = await makeUser();
  const workspace = await makeWorkspace({ admin });
  return { workspace, caller: await callerOf(admin), name: workspace.slug };
}

test("what comes with Latchkey can be issued as it is, for a repository", () => {
  expect(builtInPresets).toHaveLength(5);
  for (const { name, scopes, lifetimeDays, addresses, refs } of builtInPresets) {
    const expiry = lifetimeDays === null ? "never" : { days: lifetimeDays };
    const parsed = issueAccessTokenSchema("repository").safeParse({ name, scopes, expiry, addresses, refs });
    expect(parsed.success, name).toBe(true);
  }
});

test("a preset is saved, listed before those built in, and deleted; each is in the audit trail", async () => {
  const { workspace, caller, name } = await setUp();
  const saved = await saveTokenPreset(caller, { workspace: name, ...preset });
  const kept = { ...preset, builtIn: false, addresses: ["10.0.0.0/8", "2001:db8::1/128"] };
  expect(saved).toMatchObject({ ok: true, value: kept });
  const id = saved.ok ? saved.value.id : "";
  expect(await listTokenPresets(caller, { workspace: name })).toEqual({
    ok: true,
    value: [{ id, ...kept }, ...builtInPresets],
  });
  expect(await lastAuditOf(workspace.id)).toMatchObject({
    action: "token_preset.saved",
    resourceKind: "workspace",
    details: { token_preset_id: id, name: preset.name, lifetime_days: 30, refs: ["nightly/*"] },
  });

  expect(await deleteTokenPreset(caller, { workspace: name, id })).toEqual({ ok: true, value: null });
  expect(await listTokenPresets(caller, { workspace: name })).toEqual({ ok: true, value: builtInPresets });
  expect(await lastAuditOf(workspace.id)).toMatchObject({
    action: "token_preset.deleted",
    details: { name: preset.name },
  });
  expect(await deleteTokenPreset(caller, { workspace: name, id })).toMatchObject({ error: { code: "not_found" } });
});

test("a name is taken once, whatever its case, also by one that comes with Latchkey", async () => {
  const { caller, name } = await setUp();
  const outcomes = await Promise.all(
    ["Nightly", "NIGHTLY"].map((each) => saveTokenPreset(caller, { workspace: name, ...preset, name: each })),
  );
  expect(outcomes.filter(({ ok }) => ok)).toHaveLength(1);
  for (const taken of ["nightly", "release bot"]) {
    expect(await saveTokenPreset(caller, { workspace: name, ...preset, name: taken })).toMatchObject({
      error: { code: "conflict", field: "name" },
    });
  }
});

test.each([
  ["scopes", { scopes: [] }],
  ["scopes", { scopes: ["workspace:admin"] }],
  ["lifetimeDays", { lifetimeDays: 0 }],
  ["addresses", { addresses: ["somewhere"] }],
  ["refs", { refs: ["a..b"] }],
  ["name", { name: " " }],
])("what a token couldn't have is refused: %s", async (field, wrong) => {
  const { caller, name } = await setUp();
  expect(await saveTokenPreset(caller, { workspace: name, ...preset, ...wrong })).toMatchObject({
    error: { code: "invalid_request", fields: { [field]: expect.any(Array) } },
  });
});

test("an admin of a repository may use them; members, tokens and other workspaces may not", async () => {
  const { workspace, caller, name } = await setUp();
  const saved = await saveTokenPreset(caller, { workspace: name, ...preset });
  const id = saved.ok ? saved.value.id : "";
  const repository = await makeRepository(await makeProject(workspace));
  const [repositoryAdmin, member] = [await makeUser(), await makeUser()];
  await makeMember(workspace, repositoryAdmin);
  await makeMember(workspace, member);
  await makePermission(repository, repositoryAdmin, "admin");

  const ofRepository = await callerOf(repositoryAdmin);
  expect(await listTokenPresets(ofRepository, { workspace: name })).toMatchObject({ ok: true });
  for (const other of [ofRepository, await callerOf(member)]) {
    for (const result of [
      await saveTokenPreset(other, { workspace: name, ...preset, name: "Other" }),
      await deleteTokenPreset(other, { workspace: name, id }),
    ]) {
      expect(result).toMatchObject({ error: { code: "insufficient_scope", required: "workspace:admin" } });
    }
  }
  expect(await listTokenPresets(await callerOf(member), { workspace: name })).toMatchObject({
    error: { code: "insufficient_scope" },
  });
  const token = await makeAccessToken(workspace, ["repository:admin", "project:admin", "account"]);
  const asToken = await callerOfToken(token);
  expect(await listTokenPresets(asToken, { workspace: name })).toMatchObject({ error: { code: "insufficient_scope" } });
  expect(await saveTokenPreset(asToken, { workspace: name, ...preset, name: "Other" })).toMatchObject({
    error: { code: "insufficient_scope" },
  });

  const elsewhere = await setUp();
  for (const result of [
    await listTokenPresets(elsewhere.caller, { workspace: name }),
    await saveTokenPreset(elsewhere.caller, { workspace: name, ...preset, name: "Other" }),
    await deleteTokenPreset(elsewhere.caller, { workspace: name, id }),
    await deleteTokenPreset(elsewhere.caller, { workspace: elsewhere.name, id }),
  ]) {
    expect(result).toMatchObject({ error: { code: "not_found" } });
  }
});
