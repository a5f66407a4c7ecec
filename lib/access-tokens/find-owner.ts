import { eq } from "drizzle-orm";
import { db } from "@/db/client";
import { accessTokens } from "@/db/schema/access-tokens";
import { braced } from "../ids";
import type { ResourceName } from "../resource-name";

/**
 * The resource that a token belongs to, for the command line, which names tokens by their id alone. Null where there is none, or where
 * the resource is gone, and the token with it. Says nothing of who may see it.
 */
export async function findTokenOwner(id: string): Promise<ResourceName | null> {
  const [token] = await db().select().from(accessTokens).where(eq(accessTokens.id, id));
  if (!token) return null;
  const workspace = braced(token.workspaceId);
  switch (token.kind) {
    case "workspace":
      return { kind: "workspace", workspace };
    case "project":
      return token.projectId ? { kind: "project", workspace, project: braced(token.projectId) } : null;
    case "repository":
      return token.repositoryId ? { kind: "repository", workspace, repository: braced(token.repositoryId) } : null;
  }
}
