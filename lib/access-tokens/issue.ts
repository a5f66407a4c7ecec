import { and, eq } from "drizzle-orm";
import { z } from "zod";
import { db, type Executor } from "@/db/client";
import { violatedConstraint } from "@/db/connection-errors";
import { accessTokens } from "@/db/schema/access-tokens";
import { recordAudit } from "../audit/record";
import type { Caller, Resource } from "../authorization/principal";
import type { Scope } from "../authorization/scopes";
import { fail, ok, type Result } from "../errors";
import { newId } from "../ids";
import { fieldErrors, operation } from "../operation";
import { findResource, missingResource, type NamedResource, ResourceName } from "../resource-name";
import { ExpiryInput, expiresAt } from "./expiry";
import { grantDetails, insertSecret } from "./insert-secret";
import { issuingProblem } from "./may-issue";
import { newBotId, type TokenSecret } from "./secret";
import { issueAccessTokenSchema } from "./token-input";
import { type AccessTokenView, selectTokenViews, toView } from "./view";

export type IssuedAccessToken = { token: AccessTokenView; secret: TokenSecret };

/**
 * Issues a token that belongs to the resource. The secret is in this result and nowhere else, ever.
 * Refused with `plan_required` for projects and workspaces below premium, with `refused_by_policy` or on the field
 * `expiry` by the workspace's policy, with `conflict` where an active token of the resource has the name.
 */
export const issueAccessToken = operation({
  name: "access_tokens.issue",
  scope: "access_token:write",
  input: z.object({
    resource: ResourceName,
    name: z.string(),
    scopes: z.array(z.string()),
    expiry: ExpiryInput.optional(),
    addresses: z.array(z.string()).nullish(),
    addressMode: z.enum(["enforce", "watch"]).optional(),
    refs: z.array(z.string()).nullish(),
  }),
  find: ({ resource }) => findResource(resource),
  missing: ({ resource }) => missingResource(resource),
  run: async ({ caller, input, found }): Promise<Result<IssuedAccessToken>> => {
    const parsed = issueAccessTokenSchema(found.resource.kind).safeParse(input);
    if (!parsed.success) return fail({ code: "invalid_request", fields: fieldErrors(parsed.error) });
    try {
      return await db().transaction((tx) => insertToken(tx, caller, found, parsed.data));
    } catch (error) {
      const constraint = violatedConstraint(error) ?? "";
      if (/^access_tokens_live_\w+_name_key$/.test(constraint)) {
        const message = `A token of ${found.label} that isn’t revoked is already called ${parsed.data.name}. Choose another name.`;
        return fail({ code: "conflict", field: "name", message });
      }
      // The resource was deleted between finding it and the insert.
      if (/^access_tokens_(project|repository|workspace_id_workspaces_id)_?\w*fk\w*$/.test(constraint)) {
        return fail({ code: "not_found", ...missingResource(input.resource) });
      }
      throw error;
    }
  },
});

type NewToken = {
  name: string;
  scopes: Scope[];
  expiry: ExpiryInput;
  addresses: string[] | null;
  addressMode: "enforce" | "watch";
  refs: string[] | null;
};

async function insertToken(
  tx: Executor,
  caller: Caller,
  found: NamedResource,
  { name, scopes, expiry, ...limits }: NewToken,
): Promise<Result<IssuedAccessToken>> {
  const { resource } = found;
  const now = new Date();
  const grant = { scopes, expiresAt: expiresAt(expiry, now), ...limits };
  const problem = await issuingProblem(tx, caller, found, grant, now);
  if (problem) return fail(problem);
  const identity = { id: newId(), ...ownerColumns(resource), name, ...grant, botId: newBotId(), createdAt: now };
  const createdBy = caller.principal.kind === "user" ? caller.principal.userId : null;
  await tx.insert(accessTokens).values({ ...identity, createdBy });
  const secret = await insertSecret(tx, identity, now);
  const [row] = await selectTokenViews(tx).where(
    and(eq(accessTokens.workspaceId, resource.workspaceId), eq(accessTokens.id, identity.id)),
  );
  if (!row) throw new Error("A token vanished while it was issued.");
  await recordAudit(tx, caller, {
    action: "access_token.issued",
    resource,
    details: { access_token_id: identity.id, name, ...grantDetails(grant) },
  });
  return ok({ token: toView(row, now), secret });
}

function ownerColumns(resource: Exclude<Resource, { kind: "instance" }>) {
  return {
    workspaceId: resource.workspaceId,
    kind: resource.kind,
    projectId: resource.kind === "project" ? resource.projectId : null,
    repositoryId: resource.kind === "repository" ? resource.repositoryId : null,
  };
}
