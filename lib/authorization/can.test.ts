import { describe, expect, it } from "vitest";
import { anyScope, can, covers, entersWorkspace, reach, sees } from "./can";
import type { Access, Owner, Principal, Resource } from "./principal";
import { assignableScopes, effectiveScopes, type ResourceKind, type Scope } from "./scopes";

const workspace = { kind: "workspace", workspaceId: "w1" } as const;
const project = { kind: "project", workspaceId: "w1", projectId: "p1" } as const;
const repository = { kind: "repository", workspaceId: "w1", projectId: "p1", repositoryId: "r1" } as const;
const resources: Record<string, Resource> = {
  workspace,
  project,
  repository,
  "sibling repository": { ...repository, repositoryId: "r2" },
  "other project": { ...project, projectId: "p2" },
  "repository of the other project": { ...repository, projectId: "p2", repositoryId: "r3" },
  "other workspace": { kind: "workspace", workspaceId: "w2" },
  "project of the other workspace": { ...project, workspaceId: "w2" },
  "repository of the other workspace": { ...repository, workspaceId: "w2" },
  instance: { kind: "instance" },
};
const coveredBy: Record<ResourceKind, string[]> = {
  repository: ["repository"],
  project: ["project", "repository", "sibling repository"],
  workspace: [
    "workspace",
    "project",
    "repository",
    "sibling repository",
    "other project",
    "repository of the other project",
  ],
};
const owners: Record<ResourceKind, Owner> = { workspace, project, repository };

function token(kind: ResourceKind, scopes: readonly Scope[]): Principal {
  return {
    kind: "access_token",
    accessTokenId: "t1",
    tokenKind: kind,
    workspaceId: "w1",
    name: "ci",
    botId: "b",
    secretId: "s1",
    limits: { addresses: null, addressMode: "enforce", refs: null },
    access: [{ resource: owners[kind], scopes }],
  };
}

function person(...access: Access[]): Principal {
  return { kind: "user", userId: "u1", name: "Mara", email: "mara@acme.example", access };
}

describe("can", () => {
  const cases = (["repository", "project", "workspace"] as const).flatMap((kind) =>
    assignableScopes(kind).flatMap((held) =>
      assignableScopes("workspace").flatMap((required) =>
        Object.keys(resources).map((on) => ({
          kind,
          held,
          required,
          on,
          allowed: coveredBy[kind].includes(on) && effectiveScopes([held]).includes(required),
        })),
      ),
    ),
  );

  it(`says yes exactly where the owner covers the resource and the scope is held, in ${cases.length} cases`, () => {
    const wrong = cases.filter(({ kind, held, required, on, allowed }) => {
      const resource = resources[on];
      return resource === undefined || can(token(kind, [held]), required, resource) !== allowed;
    });
    expect(wrong).toEqual([]);
  });

  it("says no to a principal without access and to an access without scopes", () => {
    for (const resource of Object.values(resources)) {
      expect(can(person(), "repository", resource)).toBe(false);
      expect(can(token("workspace", []), "repository", resource)).toBe(false);
      expect(can(token("workspace", []), anyScope, resource)).toBe(false);
    }
  });

  it("never adds scopes of one access to the resource of another", () => {
    const both = person(
      { resource: workspace, scopes: ["workspace"] },
      { resource: repository, scopes: ["repository:admin"] },
    );
    expect(can(both, "repository:admin", project)).toBe(false);
    expect(can(both, "workspace", repository)).toBe(true);
  });

  it("takes a moved repository away from the old project's token and gives it to the new one's", () => {
    const moved: Resource = { ...repository, projectId: "p2" };
    expect(can(token("project", ["repository"]), "repository", moved)).toBe(false);
    expect(covers({ ...project, projectId: "p2" }, moved)).toBe(true);
    expect(can(token("repository", ["repository"]), "repository", moved)).toBe(true);
  });
});

describe("sees", () => {
  it("shows a token all beneath its owner, whatever its scopes", () => {
    expect(sees(token("project", ["webhook"]), repository)).toBe(true);
    expect(sees(token("project", ["webhook"]), workspace)).toBe(false);
  });

  it("shows a person what they may read: a membership alone reveals no repository", () => {
    const member = person({ resource: workspace, scopes: ["workspace", "account"] });
    expect(sees(member, workspace)).toBe(true);
    expect(sees(member, project)).toBe(false);
    expect(sees(member, repository)).toBe(false);
    const reader = person({ resource: repository, scopes: ["repository"] });
    expect(sees(reader, repository)).toBe(true);
    expect(sees(reader, project)).toBe(false);
  });
});

describe("reach", () => {
  it("is the workspace for who holds the scope there, else the parts in it", () => {
    expect(reach(token("workspace", ["repository"]), "repository", workspace)).toEqual([workspace]);
    expect(reach(token("project", ["project"]), "repository", workspace)).toEqual([project]);
    expect(reach(token("repository", ["repository"]), "repository", workspace)).toEqual([repository]);
  });

  it("is nothing without the scope and in another workspace", () => {
    expect(reach(token("repository", ["webhook"]), "repository", workspace)).toEqual([]);
    expect(reach(token("repository", ["repository"]), "repository", { kind: "workspace", workspaceId: "w2" })).toEqual(
      [],
    );
    expect(entersWorkspace(token("repository", ["webhook"]), workspace)).toBe(true);
    expect(entersWorkspace(token("repository", ["webhook"]), { kind: "workspace", workspaceId: "w2" })).toBe(false);
  });
});
