import { createHmac, randomBytes } from "node:crypto";
import { and, eq, gt, sql } from "drizzle-orm";
import { db, type Executor } from "@/db/client";
import { violatedConstraint } from "@/db/connection-errors";
import { accountLinks } from "@/db/schema/account-links";
import { memberships } from "@/db/schema/memberships";
import { users } from "@/db/schema/users";
import { workspaces } from "@/db/schema/workspaces";
import { recordAudit } from "../audit/record";
import type { Caller } from "../authorization/principal";
import { fail, ok, type Result } from "../errors";
import { newId } from "../ids";
import { deriveKey, keyring } from "../keyring";
import { fieldErrors } from "../operation";
import { insertWorkspace } from "../workspaces/create";
import { AcceptFirstAdminInput, AcceptInvitationInput } from "./account-link-input";
import { anyUser } from "./any";
import { type CreatedUser, insertUser, newcomer } from "./create";
import { hashPassword } from "./password";

const lifetimeMs = { first_admin: 24 * 3_600_000, invitation: 7 * 24 * 3_600_000 };

/** What a one-time link stands for. */
export type AccountLink =
  | { purpose: "first_admin" }
  | { purpose: "invitation"; email: string; workspace: { slug: string; name: string }; hasAccount: boolean };

type NewAccountLink = { secret: string; expiresAt: Date };

/** The link's meaning, or null where it's unknown, used up, withdrawn or expired. Its secret is the only key to it. */
export async function findAccountLink(secret: string): Promise<AccountLink | null> {
  const row = await findRow(db(), secret);
  if (!row) return null;
  if (row.link.purpose === "first_admin") return { purpose: "first_admin" };
  if (!row.link.email || !row.workspace) return null;
  return {
    purpose: "invitation",
    email: row.link.email,
    workspace: { slug: row.workspace.slug, name: row.workspace.name },
    hasAccount: (await userByEmail(db(), row.link.email)) !== null,
  };
}

/** A new link for the first admin; the ones before it end. Null where there is an account already. */
export function createFirstAdminLink(): Promise<NewAccountLink | null> {
  return db().transaction(async (tx) => {
    if (await anyUser(tx)) return null;
    await tx.delete(accountLinks).where(eq(accountLinks.purpose, "first_admin"));
    return insertAccountLink(tx, null, { purpose: "first_admin", workspaceId: null, email: null, role: null });
  });
}

export async function insertAccountLink(
  tx: Executor,
  caller: Caller | null,
  link: Pick<typeof accountLinks.$inferInsert, "purpose" | "workspaceId" | "email" | "role">,
): Promise<NewAccountLink> {
  const secret = randomBytes(32).toString("base64url"); // 43 characters: the log's filter knows them by their address
  const now = new Date();
  const expiresAt = new Date(now.getTime() + lifetimeMs[link.purpose]);
  await tx.insert(accountLinks).values({
    id: newId(),
    digest: digestOf(secret),
    ...link,
    createdAt: now,
    createdBy: caller?.principal.kind === "user" ? caller.principal.userId : null,
    expiresAt,
  });
  return { secret, expiresAt };
}

type Origin = { address: string | null; requestId: string | null };

/** Makes the first account and its workspace. The link opens it once, and only while there is no account. */
export async function acceptFirstAdminLink(
  secret: string,
  input: unknown,
  origin: Origin,
): Promise<Result<{ email: string; workspace: string }>> {
  const parsed = AcceptFirstAdminInput.safeParse(input);
  if (!parsed.success) return fail({ code: "invalid_request", fields: fieldErrors(parsed.error) });
  const { email, name, password, workspaceSlug, workspaceName } = parsed.data;
  // Before the costly hash: nobody without a link makes the server work.
  if ((await findAccountLink(secret))?.purpose !== "first_admin") return usedUp;
  const passwordHash = await hashPassword(password);
  try {
    return await db().transaction(async (tx) => {
      const row = await findRow(tx, secret, "for update");
      if (row?.link.purpose !== "first_admin" || (await anyUser(tx))) return usedUp;
      const user = await insertUser(tx, { self: true, ...origin }, { email, name, passwordHash });
      await insertWorkspace(
        tx,
        { principal: newcomer(user), ...origin },
        { slug: workspaceSlug, name: workspaceName, plan: "free" },
        user.id,
      );
      await tx.delete(accountLinks).where(eq(accountLinks.purpose, "first_admin"));
      return ok({ email, workspace: workspaceSlug });
    });
  } catch (error) {
    if (violatedConstraint(error) !== "workspaces_slug_unique") throw error;
    return fail({ code: "conflict", field: "workspaceSlug", message: `${workspaceSlug} is taken. Choose another.` });
  }
}

/** Makes the invited person's account, where they have none, and makes them a member. The link opens it once. */
export async function acceptInvitation(
  secret: string,
  input: unknown,
  caller: Caller | Origin,
): Promise<Result<{ email: string; workspace: string }>> {
  const invited = await findAccountLink(secret);
  if (invited?.purpose !== "invitation") return usedUp;
  if (invited.hasAccount) return joinWithAccount(secret, caller);

  const parsed = AcceptInvitationInput.safeParse(input);
  if (!parsed.success) return fail({ code: "invalid_request", fields: fieldErrors(parsed.error) });
  const passwordHash = await hashPassword(parsed.data.password);
  const origin = { address: caller.address, requestId: caller.requestId };
  try {
    return await db().transaction(async (tx) => {
      const row = await findRow(tx, secret, "for update");
      if (!row?.link.email) return usedUp;
      const user = await insertUser(
        tx,
        { self: true, ...origin },
        { email: row.link.email, name: parsed.data.name, passwordHash },
      );
      return join(tx, row, user, origin);
    });
  } catch (error) {
    if (violatedConstraint(error) !== "users_email_key") throw error;
    return fail({
      code: "conflict",
      message: "An account with this address was just made. Sign in, then open the link again.",
    });
  }
}

/** Whoever has an account joins with it, signed in under the address that was invited. */
function joinWithAccount(
  secret: string,
  caller: Caller | Origin,
): Promise<Result<{ email: string; workspace: string }>> {
  return db().transaction(async (tx) => {
    const row = await findRow(tx, secret, "for update");
    if (!row?.link.email) return usedUp;
    const principal = "principal" in caller ? caller.principal : null;
    if (principal?.kind !== "user" || principal.email.toLowerCase() !== row.link.email.toLowerCase()) {
      return fail({ code: "unauthenticated" });
    }
    const user = { id: principal.userId, email: principal.email, name: principal.name };
    return join(tx, row, user, { address: caller.address, requestId: caller.requestId });
  });
}

async function join(
  tx: Executor,
  { link, workspace }: LinkRow,
  user: CreatedUser,
  origin: Origin,
): Promise<Result<{ email: string; workspace: string }>> {
  if (!workspace || !link.role) return usedUp;
  await tx
    .insert(memberships)
    .values({ workspaceId: workspace.id, userId: user.id, role: link.role, createdAt: new Date() })
    .onConflictDoNothing();
  await tx.delete(accountLinks).where(eq(accountLinks.id, link.id));
  await recordAudit(
    tx,
    { principal: newcomer(user), ...origin },
    {
      action: "membership.added",
      resource: { kind: "workspace", workspaceId: workspace.id },
      details: { user_id: user.id, role: link.role, by_invitation: true },
    },
  );
  return ok({ email: user.email, workspace: workspace.slug });
}

const usedUp: Result<never> = fail({
  code: "conflict",
  message: "This link was used, withdrawn or has expired. Ask for a new one.",
});

type LinkRow = { link: typeof accountLinks.$inferSelect; workspace: typeof workspaces.$inferSelect | null };

async function findRow(tx: Executor, secret: string, lock?: "for update"): Promise<LinkRow | null> {
  const query = tx
    .select()
    .from(accountLinks)
    .where(and(eq(accountLinks.digest, digestOf(secret)), gt(accountLinks.expiresAt, new Date())));
  const [link] = lock ? await query.for("update") : await query;
  if (!link) return null;
  if (!link.workspaceId) return { link, workspace: null };
  const [workspace] = await tx.select().from(workspaces).where(eq(workspaces.id, link.workspaceId));
  return { link, workspace: workspace ?? null };
}

async function userByEmail(tx: Executor, email: string): Promise<string | null> {
  const [user] = await tx
    .select({ id: users.id })
    .from(users)
    .where(eq(sql`lower(${users.email})`, email.toLowerCase()));
  return user?.id ?? null;
}

function digestOf(secret: string): Buffer {
  return createHmac("sha256", deriveKey(keyring().current, "account-link-pepper")).update(secret).digest();
}
