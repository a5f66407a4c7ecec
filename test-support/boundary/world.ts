import { eq } from "drizzle-orm";
import { db } from "@/db/client";
import { accessTokenSecrets } from "@/db/schema/access-tokens";
import { isScope } from "@/lib/authorization/scopes";
import type { Project } from "@/lib/projects/find";
import type { Repository } from "@/lib/repositories/find";
import { defaultPolicy } from "@/lib/token-policies/policy";
import { updateTokenPolicy } from "@/lib/token-policies/update";
import type { Workspace } from "@/lib/workspaces/find";
import type { CallWorld } from "../calls/calls";
import {
  callerOf,
  makeAccessToken,
  makeProject,
  makeRepository,
  makeUser,
  makeWorkspace,
  uniqueText,
} from "../factories";
import { fillRepositories } from "../filled-repositories";
import { assignable, type TokenKind } from "./rules";

/** A place that a request can name, whether or not anything is there. */
export type Target = {
  label: string;
  kind: TokenKind;
  /** Each way to name it. */
  names: { form: string; workspace: string; name: string }[];
  id: string | null;
};

export type Token = { label: string; kind: TokenKind; scopes: readonly string[]; secret: string; botId: string };

type World = { targets: Target[]; tokens: Token[]; own: CallWorld };

/**
 * Two workspaces whose projects and repositories bear the same names. In the one that the tokens live in: a project with
 * two repositories, and another project with one.
 */
export async function makeWorld(): Promise<World> {
  const person = await makeUser();
  const workspace = await makeWorkspace({ admin: person });
  const project = await makeProject(workspace);
  const repository = await makeRepository(project, { storage: true });
  const sibling = await makeRepository(project, { storage: true });
  const otherProject = await makeProject(workspace);
  const distant = await makeRepository(otherProject, { storage: true });
  const emptyProject = await makeProject(workspace);
  const otherWorkspace = await makeWorkspace();
  const namesakeProject = await makeProject(otherWorkspace, { key: project.key });
  const namesake = await makeRepository(namesakeProject, { slug: repository.slug, storage: true });
  await fillRepositories(repository, sibling, distant, namesake);

  const nowhere = { slug: `ws-${uniqueText()}`, id: crypto.randomUUID() };
  const noProject = { key: `P${uniqueText().toUpperCase()}`, id: crypto.randomUUID() };
  const noRepository = { slug: `repo-${uniqueText()}`, id: crypto.randomUUID() };
  const admin = await callerOf(person);
  // Thousands of requests are made in a moment.
  await updateTokenPolicy(admin, { ...defaultPolicy, workspace: workspace.slug, apiRequestsPerHour: null });
  const own = { workspace, project, repository, emptyProject, admin, self: admin };
  return {
    own,
    targets: [
      ofWorkspace("own workspace", workspace),
      ofWorkspace("other workspace", otherWorkspace),
      { ...ofWorkspace("no workspace", nowhere), id: null },
      ofProject("own project", workspace, project),
      ofProject("other project", workspace, otherProject),
      ofProject("empty project", workspace, emptyProject),
      ofProject("namesake of the project in the other workspace", otherWorkspace, namesakeProject),
      { ...ofProject("no project", workspace, noProject), id: null },
      { ...ofProject("no project of no workspace", nowhere, noProject), id: null },
      onlyById(ofProject("own project under the other workspace", otherWorkspace, project)),
      onlyById(ofProject("project of the other workspace under the own", workspace, namesakeProject)),
      ofRepository("own repository", workspace, repository),
      ofRepository("sibling repository", workspace, sibling),
      ofRepository("repository of the other project", workspace, distant),
      ofRepository("namesake of the repository in the other workspace", otherWorkspace, namesake),
      { ...ofRepository("no repository", workspace, noRepository), id: null },
      { ...ofRepository("no repository of no workspace", nowhere, noRepository), id: null },
      onlyById(ofRepository("own repository under the other workspace", otherWorkspace, repository)),
      onlyById(ofRepository("repository of the other workspace under the own", workspace, namesake)),
    ],
    tokens: await Promise.all(
      (["repository", "project", "workspace"] as const).flatMap((kind) =>
        scopeSets(kind).map(([label, scopes]) => makeToken(kind, own[kind], label, scopes)),
      ),
    ),
  };
}

/** Each scope alone, all, all that let nobody read, and what an issued token can't hold but a damaged row could. */
function scopeSets(kind: TokenKind): [label: string, scopes: readonly string[]][] {
  const all = assignable[kind];
  const reading = ["repository", "repository:write", "pullrequest", "pullrequest:write", "project"];
  return [
    ...all.map((scope): [string, string[]] => [scope, [scope]]),
    ["every scope", all],
    ["every scope that doesn't let read", all.filter((scope) => !reading.includes(scope))],
    ["an unknown scope", ["repository:everything"]],
    ["no scope", []],
  ];
}

async function makeToken(
  kind: TokenKind,
  owner: Workspace | Project | Repository,
  label: string,
  scopes: readonly string[],
): Promise<Token> {
  const known = scopes.filter(isScope);
  const { id, secret, botId } = await makeAccessToken(owner, known.length > 0 ? known : ["webhook"]);
  if (known.length === 0) {
    await db()
      .update(accessTokenSecrets)
      .set({ scopes: [...scopes] })
      .where(eq(accessTokenSecrets.accessTokenId, id));
  }
  return { label: `${kind} token with ${label}`, kind, scopes, secret, botId };
}

function ofWorkspace(label: string, { slug, id }: { slug: string; id: string }): Target {
  return {
    label,
    kind: "workspace",
    id,
    names: [
      { form: "slug", workspace: slug, name: slug },
      { form: "uuid", workspace: `{${id}}`, name: `{${id}}` },
    ],
  };
}

type Named = { slug: string; id: string };

function ofProject(label: string, workspace: Named, { key, id }: { key: string; id: string }): Target {
  return { label, kind: "project", id, names: namesIn(workspace, { slug: key, id }) };
}

function ofRepository(label: string, workspace: Named, repository: Named): Target {
  return { label, kind: "repository", id: repository.id, names: namesIn(workspace, repository) };
}

function namesIn(workspace: Named, { slug, id }: Named): Target["names"] {
  return [
    { form: "slug in slug", workspace: workspace.slug, name: slug },
    { form: "uuid in slug", workspace: workspace.slug, name: `{${id}}` },
    { form: "slug in uuid", workspace: `{${workspace.id}}`, name: slug },
    { form: "uuid in uuid", workspace: `{${workspace.id}}`, name: `{${id}}` },
  ];
}

/** By its name something else may be there. */
function onlyById(target: Target): Target {
  return { ...target, id: null, names: target.names.filter(({ form }) => form.startsWith("uuid")) };
}
