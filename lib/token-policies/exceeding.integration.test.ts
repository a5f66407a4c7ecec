import { and, eq, sql } from "drizzle-orm";
import { expect, it } from "vitest";
import { db } from "@/db/client";
import { accessTokens } from "@/db/schema/access-tokens";
import { auditEvents } from "@/db/schema/audit-events";
import { callerOf, makeProject, makeRepository, makeUser, makeWorkspace } from "@/test-support/factories";
import { endTokensOverPolicy } from "./exceeding";
import { defaultPolicy } from "./policy";
import { updateTokenPolicy } from "./update";

it("puts an end date on more tokens than one step takes, each of them written down once", async () => {
  const admin = await makeUser();
  const workspace = await makeWorkspace({ admin });
  const caller = await callerOf(admin);
  const repository = await makeRepository(await makeProject(workspace));
  const total = 2_003;
  await db().execute(sql`
    insert into access_tokens (id, workspace_id, kind, repository_id, name, scopes, bot_id, created_at)
    select gen_random_uuid(), ${workspace.id}, 'repository', ${repository.id}, 'job ' || n, '{repository}',
           left(md5(random()::text) || md5(random()::text), 30), now()
      from generate_series(1, ${total}::int) as n`);
  await updateTokenPolicy(caller, { workspace: workspace.slug, ...defaultPolicy, neverExpiresAllowed: false });

  const input = { workspace: workspace.slug, warningDays: 14 };
  const answer = await endTokensOverPolicy(caller, input);
  if (!answer.ok) throw new Error(answer.error.code);
  expect(answer.value.ended).toBe(total);
  const { at } = answer.value;
  expect(
    await db().$count(accessTokens, and(eq(accessTokens.workspaceId, workspace.id), eq(accessTokens.expiresAt, at))),
  ).toBe(total);
  const [written] = await db()
    .select({
      events: sql<number>`count(*)::int`,
      tokens: sql<number>`count(distinct ${auditEvents.details} ->> 'access_token_id')::int`,
    })
    .from(auditEvents)
    .where(and(eq(auditEvents.workspaceId, workspace.id), eq(auditEvents.action, "access_token.end_date_set")));
  expect(written).toEqual({ events: total, tokens: total });
  expect(await endTokensOverPolicy(caller, input)).toMatchObject({ ok: true, value: { ended: 0 } });
});
