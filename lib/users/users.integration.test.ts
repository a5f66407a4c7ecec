import { and, eq } from "drizzle-orm";
import { afterEach, describe, expect, it, vi } from "vitest";
import { db } from "@/db/client";
import { auditEvents } from "@/db/schema/audit-events";
import { newSecret } from "@/lib/access-tokens/secret";
import { callerOf, makeUser, makeWorkspace, operatorCaller, uniqueText } from "@/test-support/factories";
import { addMember } from "../memberships/add";
import { listInvitations, withdrawInvitation } from "../memberships/invitations";
import { listMembers } from "../memberships/list";
import { acceptInvitation, findAccountLink } from "./account-links";
import { authenticateUser } from "./authenticate";
import { changePassword } from "./change-password";
import { createUser } from "./create";
import { principalOfUser } from "./principal";
import { endSession, isSessionOver, newSession } from "./sessions";

afterEach(() => {
  vi.useRealTimers();
});

const origin = { address: "192.0.2.7", requestId: null };

describe("signing in", () => {
  it("takes the right password, whatever the case of the address", async () => {
    const user = await makeUser();
    const result = await authenticateUser({
      email: ` ${user.email.toUpperCase()}`,
      password: user.password,
      ...origin,
    });
    expect(result).toMatchObject({ ok: true, value: { userId: user.id, sessionGeneration: 1 } });
    const trail = await db()
      .select()
      .from(auditEvents)
      .where(and(eq(auditEvents.actorId, user.id), eq(auditEvents.action, "user.signed_in")));
    expect(trail).toMatchObject([{ address: "192.0.2.7" }]);
  });

  it("answers an unknown address like a wrong password", async () => {
    const user = await makeUser();
    const wrong = await authenticateUser({ email: user.email, password: "not the password", ...origin });
    const unknown = await authenticateUser({ email: `x${user.email}`, password: user.password, ...origin });
    expect(wrong).toEqual({ ok: false, error: { code: "unauthenticated" } });
    expect(unknown).toEqual(wrong);
  });

  it("recognises an access token, in either field and among other words, and doesn't count it as an attempt", async () => {
    const user = await makeUser();
    const secret = newSecret("workspace");
    for (let round = 0; round < 12; round += 1) {
      const result = await authenticateUser({ email: user.email, password: ` Bearer ${secret}`, ...origin });
      expect(result).toMatchObject({ ok: false, error: { code: "invalid_request" } });
    }
    expect(await authenticateUser({ email: secret, password: "x", ...origin })).toMatchObject({
      ok: false,
      error: { code: "invalid_request" },
    });
    expect((await authenticateUser({ email: user.email, password: user.password, ...origin })).ok).toBe(true);
  });

  it("throttles one account from one address after ten wrong attempts, and doesn't lock the person out elsewhere", async () => {
    const user = await makeUser();
    const address = `2001:db8::${uniqueText().slice(0, 4)}`;
    const attempt = (password: string, from = address) =>
      authenticateUser({ email: user.email, password, address: from, requestId: null });
    for (let round = 0; round < 10; round += 1) await attempt("wrong wrong wrong");
    const throttled = await attempt(user.password);
    expect(throttled).toMatchObject({ ok: false, error: { code: "throttled" } });
    if (!throttled.ok && throttled.error.code === "throttled") {
      expect(throttled.error.retryAfterSeconds).toBeGreaterThan(800);
      expect(throttled.error.retryAfterSeconds).toBeLessThanOrEqual(900);
    }
    // However long it goes on there, the person gets in from elsewhere.
    for (let round = 0; round < 60; round += 1) await attempt("wrong wrong wrong");
    expect((await attempt(user.password, `2001:db8:1::${uniqueText().slice(0, 4)}`)).ok).toBe(true);
  });
});

describe("changing the password", () => {
  it("ends every session of the generation before", async () => {
    const user = await makeUser();
    const caller = await callerOf(user);
    const next = "another long passphrase";
    expect(await changePassword(caller, { current: "not it at all", next })).toMatchObject({ ok: false });
    expect(await principalOfUser(user.id, 1)).not.toBeNull();
    expect(await changePassword(caller, { current: user.password, next })).toEqual({ ok: true, value: null });
    expect(await principalOfUser(user.id, 1)).toBeNull();
    expect((await authenticateUser({ email: user.email, password: user.password, ...origin })).ok).toBe(false);
    expect(await authenticateUser({ email: user.email, password: next, ...origin })).toMatchObject({
      ok: true,
      value: { sessionGeneration: 2 },
    });
  });

  it("refuses short ones and access tokens", async () => {
    const user = await makeUser();
    const caller = await callerOf(user);
    for (const next of ["short", newSecret("project")]) {
      expect(await changePassword(caller, { current: user.password, next })).toMatchObject({
        ok: false,
        error: { code: "invalid_request", fields: { next: expect.anything() } },
      });
    }
  });
});

describe("a session", () => {
  it("is over once it's signed out of, and no other with it", async () => {
    const [one, other] = [
      newSession("019b91e4-6c02-7d1a-b0f3-52c8e7a9d417", 1),
      newSession("019b91e4-6c02-7d1a-b0f3-52c8e7a9d417", 1),
    ];
    expect(await isSessionOver(one)).toBe(false);
    await endSession(one);
    await endSession(one);
    expect(await isSessionOver(one)).toBe(true);
    expect(await isSessionOver(other)).toBe(false);
  });

  it("is over after thirty days, and stays over where what is past was cleared away", async () => {
    vi.useFakeTimers({ toFake: ["Date"] });
    const session = newSession("019b91e4-6c02-7d1a-b0f3-52c8e7a9d417", 1);
    await endSession(session);
    vi.setSystemTime(Date.now() + 30 * 24 * 3_600_000);
    await endSession(newSession("019b91e4-6c02-7d1a-b0f3-52c8e7a9d417", 1));
    expect(await isSessionOver(session)).toBe(true);
  });
});

describe("accounts", () => {
  it("are made by whoever runs the server, and by nobody else without an invitation", async () => {
    const account = { email: `new-${uniqueText()}@example.com`, name: "New", password: "long enough password" };
    const user = await makeUser();
    expect(await createUser(await callerOf(user), account)).toMatchObject({
      ok: false,
      error: { code: "insufficient_scope" },
    });
    expect((await createUser(operatorCaller(), account)).ok).toBe(true);
    expect(await createUser(operatorCaller(), { ...account, email: account.email.toUpperCase() })).toMatchObject({
      ok: false,
      error: { code: "conflict", field: "email" },
    });
  });
});

describe("an invitation", () => {
  async function invite() {
    const admin = await makeUser();
    const workspace = await makeWorkspace({ admin });
    const caller = await callerOf(admin);
    const email = `guest-${uniqueText()}@example.com`;
    const added = await addMember(caller, { workspace: workspace.slug, email, role: "member" });
    if (!added.ok || added.value.kind !== "invitation") throw new Error("No invitation was made.");
    return { workspace, caller, email, secret: added.value.secret };
  }
  const account = { name: "Guest", password: "long enough password" };

  it("opens an account and the membership, once", async () => {
    const { workspace, caller, email, secret } = await invite();
    expect(await findAccountLink(secret)).toMatchObject({ purpose: "invitation", email, hasAccount: false });
    const results = await Promise.all([
      acceptInvitation(secret, account, origin),
      acceptInvitation(secret, account, origin),
    ]);
    expect(results.filter((result) => result.ok)).toHaveLength(1);
    const members = await listMembers(caller, { workspace: workspace.slug });
    expect(members.ok && members.value.members.map((member) => member.email)).toContain(email);
    expect(await findAccountLink(secret)).toBeNull();
  });

  it("opens nothing once withdrawn or replaced by a newer one", async () => {
    const { workspace, caller, email, secret } = await invite();
    await addMember(caller, { workspace: workspace.slug, email, role: "admin" });
    expect(await findAccountLink(secret)).toBeNull();
    const open = await listInvitations(caller, { workspace: workspace.slug });
    if (!open.ok) throw new Error("The list was refused.");
    expect(open.value).toMatchObject([{ email, role: "admin" }]);
    await withdrawInvitation(caller, { workspace: workspace.slug, id: open.value[0]?.id ?? "" });
    expect(await acceptInvitation(secret, account, origin)).toMatchObject({ ok: false, error: { code: "conflict" } });
  });

  it("needs the invited person to be signed in where they have an account", async () => {
    const { workspace, email, secret } = await invite();
    const guest = await makeUser({ email });
    expect(await acceptInvitation(secret, account, origin)).toMatchObject({
      ok: false,
      error: { code: "unauthenticated" },
    });
    expect(await acceptInvitation(secret, account, await callerOf(await makeUser()))).toMatchObject({
      ok: false,
      error: { code: "unauthenticated" },
    });
    expect(await acceptInvitation(secret, {}, await callerOf(guest))).toEqual({
      ok: true,
      value: { email, workspace: workspace.slug },
    });
  });
});
