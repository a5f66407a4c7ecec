import { z } from "zod";
import { db } from "@/db/client";
import { violatedConstraint } from "@/db/connection-errors";
import { accessTokenSecrets, accessTokens } from "@/db/schema/access-tokens";
import { recordAudit } from "../audit/record";
import { can } from "../authorization/can";
import type { Caller } from "../authorization/principal";
import { fail, ok, type Result } from "../errors";
import { newId } from "../ids";
import { fieldErrors, operation } from "../operation";
import { findResource, missingResource, type NamedResource, ResourceName } from "../resource-name";
import { lockWorkspace } from "../workspaces/lock";
import { digestForStorage, newBotId, newSecret, type TokenSecret } from "./secret";
import { issueAccessTokenSchema } from "./token-input";
import type { AccessTokenView } from "./view";

type IssuedAccessToken = { token: AccessTokenView; secret: TokenSecret };

/**
 * Issues a token that belongs to the resource. The secret is in this result and nowhere else, ever.
 * Refused with `plan_required` for projects and workspaces below premium, with `conflict` where an active token of
 * the resource has the name.
 */
export const issueAccessToken = operation({
  name: "access_tokens.issue",
  scope: "access_token:write",
  input: z.object({ resource: ResourceName, name: z.string(), scopes: z.array(z.string()) }),
  find: ({ resource }) => findResource(resource),
  missing: ({ resource }) => missingResource(resource),
  run: async ({ caller, input, found }): Promise<Result<IssuedAccessToken>> => {
    const { kind } = found.resource;
    const parsed = issueAccessTokenSchema(kind).safeParse(input);
    if (!parsed.success) return fail({ code: "invalid_request", fields: fieldErrors(parsed.error) });
    const { name, scopes } = parsed.data;

    // Nobody gives what they don't hold there.
    const lacking = scopes.find((scope) => !can(caller.principal, scope, found.resource));
    if (lacking) return fail({ code: "insufficient_scope", granted: [], required: lacking });

    try {
      return await insertToken(caller, found, name, scopes);
    } catch (error) {
      const constraint = violatedConstraint(error) ?? "";
      if (/^access_tokens_live_\w+_name_key$/.test(constraint)) {
        const message = `An active token of ${found.label} is already called ${name}. Choose another name.`;
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

function insertToken(
  caller: Caller,
  { resource, workspace }: NamedResource,
  name: string,
  scopes: string[],
): Promise<Result<IssuedAccessToken>> {
  return db().transaction(async (tx) => {
    // Read under a lock, so that a change of plan at the same moment comes wholly before or after.
    const current = await lockWorkspace(tx, workspace.id, "share");
    if (!current) return fail({ code: "not_found", what: "workspace", name: workspace.slug });
    if (resource.kind !== "repository" && current.plan !== "premium") {
      return fail({ code: "plan_required", kind: resource.kind, plan: current.plan });
    }
    const secret = newSecret(resource.kind);
    const { digest, keyId } = digestForStorage(secret);
    const now = new Date();
    const identity = {
      workspaceId: resource.workspaceId,
      kind: resource.kind,
      projectId: resource.kind === "project" ? resource.projectId : null,
      repositoryId: resource.kind === "repository" ? resource.repositoryId : null,
      name,
      scopes,
      botId: newBotId(),
      createdAt: now,
    };
    const id = newId();
    const createdBy = caller.principal.kind === "user" ? caller.principal : null;
    await tx.insert(accessTokens).values({ id, ...identity, createdBy: createdBy?.userId ?? null });
    await tx.insert(accessTokenSecrets).values({ digest, keyId, accessTokenId: id, ...identity });
    await recordAudit(tx, caller, {
      action: "access_token.issued",
      resource,
      details: { access_token_id: id, name, scopes },
    });
    const token: AccessTokenView = {
      id,
      kind: resource.kind,
      name,
      scopes,
      botId: identity.botId,
      state: "active",
      createdAt: now,
      createdBy: createdBy?.name ?? null,
      revokedAt: null,
      revokedBy: null,
      lastUsedAt: null,
    };
    return ok({ token, secret });
  });
}
