import { createHash } from "node:crypto";
import { readdir } from "node:fs/promises";
import { and, eq } from "drizzle-orm";
import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from "vitest";
import { db } from "@/db/client";
import { auditEvents } from "@/db/schema/audit-events";
import { repositories } from "@/db/schema/repositories";
import { webhookDeliveries } from "@/db/schema/webhooks";
import type { Caller } from "@/lib/authorization/principal";
import { copyRepository, listUnfinishedCopies, placeCopy } from "@/lib/git/copy";
import { refNames } from "@/lib/git/refs";
import { repositoriesFolder, repositoryPath, runInRepository } from "@/lib/git/storage";
import { deleteBranch } from "@/lib/git-content/delete-ref";
import { newId } from "@/lib/ids";
import type { Project } from "@/lib/projects/find";
import { createPullRequest } from "@/lib/pull-requests/create";
import { clearStorage } from "@/lib/repositories/clear-storage";
import { deleteRepository } from "@/lib/repositories/delete";
import { findRepository, type Repository } from "@/lib/repositories/find";
import { createFork } from "@/lib/repositories/fork";
import { createRepositoryWebhook, createWorkspaceWebhook } from "@/lib/webhooks/administer";
import type { Workspace } from "@/lib/workspaces/find";
import { namesOf } from "@/test-support/calls/calls";
import {
  callerOf,
  makeAccessToken,
  makeProject,
  makeRepository,
  makeUser,
  makeWorkspace,
  type TestAccessToken,
  uniqueText,
} from "@/test-support/factories";
import { fillRepositories } from "@/test-support/filled-repositories";
import { gitClient } from "@/test-support/git";
import { bearer, HttpClient } from "@/test-support/http-client";
import { startServer, type TestServer } from "@/test-support/server";
import { startServerProcesses } from "@/test-support/server-process";
import { writeFiles } from "@/test-support/write-files";

let server: TestServer;
let client: HttpClient;
let workspace: Workspace;
let project: Project;
let source: Repository;
let admin: Caller;
let writer: TestAccessToken;

beforeAll(async () => {
  server = await startServer();
  client = new HttpClient(server.origin, 4);
  const person = await makeUser();
  workspace = await makeWorkspace({ admin: person });
  project = await makeProject(workspace);
  admin = await callerOf(person);
  writer = await makeAccessToken(project, ["repository:write"]);
});

afterAll(async () => {
  client.close();
  await server.close();
});

beforeEach(async () => {
  source = await makeRepository(project, { storage: true, description: "Orders." });
  await fillRepositories(source);
});

async function ask(method: string, path: string, secret: string, body?: unknown) {
  const asked = body === undefined ? {} : { body: JSON.stringify(body) };
  const headers = { ...bearer(secret), "content-type": "application/json" };
  const answer = await client.send({ method, path: `/2.0/repositories/${path}`, headers, ...asked });
  return { status: answer.status, body: JSON.parse(answer.body) };
}

function fork(body: unknown = { name: `Fork ${uniqueText()}` }, secret = writer.secret, of = source) {
  return ask("POST", `${workspace.slug}/${of.slug}/forks`, secret, body);
}

async function forked(of = source): Promise<Repository> {
  const made = await createFork(admin, { ...namesOf(of), slug: `fork-${uniqueText()}` });
  if (!made.ok) throw new Error(JSON.stringify(made.error));
  return made.value;
}

/** What is in the folder of repositories and belongs to none. */
async function leftovers(): Promise<string[]> {
  const rows = await db().select({ id: repositories.id }).from(repositories);
  const known = new Set(rows.map(({ id }) => `${id}.git`));
  return (await readdir(repositoriesFolder())).filter((name) => !known.has(name));
}

describe("a fork", () => {
  test("has the branches and tags, the main branch and the description, and tells what it comes from", async () => {
    await writeFiles(admin, source, "feature/topic", { "topic.txt": "topic\n" });
    const name = `My Fork ${uniqueText()}`;
    const { status, body } = await fork({ name });
    expect(status).toBe(201);
    expect(body).toMatchObject({
      name,
      slug: name.toLowerCase().replaceAll(" ", "-"),
      description: "Orders.",
      is_private: true,
      project: { key: project.key },
      mainbranch: { name: "main" },
      parent: { type: "repository", full_name: `${workspace.slug}/${source.slug}`, uuid: `{${source.id}}` },
    });
    expect(body.size).toBeGreaterThan(0);
    const id = body.uuid.slice(1, -1);
    expect(await refNames(id)).toEqual({ branches: ["feature/topic", "main"], tags: ["v1"] });
    const read = await ask("GET", body.full_name, writer.secret);
    expect(read.body).toEqual(body);
  });

  test("can be pushed to and cloned, and leaves its source as it is", async () => {
    const made = await forked();
    const git = await gitClient({ init: false });
    await git.git("clone", "--quiet", server.gitAddress(`${workspace.slug}/${made.slug}.git`, writer.secret), ".");
    const hash = await git.commit("more.txt", "more\n");
    await git.git("push", "--quiet", "origin", "main");
    await git.remove();
    const commit = `commit/${hash}`;
    expect((await ask("GET", `${workspace.slug}/${made.slug}/${commit}`, writer.secret)).status).toBe(200);
    expect((await ask("GET", `${workspace.slug}/${source.slug}/${commit}`, writer.secret)).status).toBe(404);
  });

  test("has objects of its own, all of them, and none that only a pull request holds", async () => {
    const secret = await writeFiles(admin, source, "topic", { "secret.txt": "not meant to be copied\n" });
    const opened = await createPullRequest(admin, { ...namesOf(source), title: "Secret", source: "topic" });
    expect(opened.ok).toBe(true);
    await deleteBranch(admin, { ...namesOf(source), name: "topic" });
    const { id } = await forked();
    const refs = await runInRepository(id, ["for-each-ref", "--format=%(refname)"]);
    expect(refs.toString()).not.toContain("pull-requests");
    await expect(runInRepository(id, ["cat-file", "-e", secret])).rejects.toThrow();
    expect(await readdir(`${repositoryPath(id)}/objects/info`)).not.toContain("alternates");
    expect((await ask("DELETE", `${workspace.slug}/${source.slug}`, writer.secret)).status).toBe(403);
    await deleteRepository(admin, namesOf(source));
    await runInRepository(id, ["fsck", "--strict", "--no-dangling"]);
  });

  test("outlives its source, and then comes from nothing", async () => {
    const made = await forked();
    await deleteRepository(admin, namesOf(source));
    const { status, body } = await ask("GET", `${workspace.slug}/${made.slug}`, writer.secret);
    expect(status).toBe(200);
    expect(body.parent).toBeNull();
  });

  test("of an empty repository is empty", async () => {
    const empty = await makeRepository(project, { storage: true });
    const { status, body } = await fork({ name: `Empty ${uniqueText()}` }, writer.secret, empty);
    expect(status).toBe(201);
    expect(body.mainbranch).toBeNull();
  });

  test("is made in another project where the token reaches that", async () => {
    const other = await makeProject(workspace);
    const everywhere = await makeAccessToken(workspace, ["repository:write"]);
    const made = await fork({ name: `Fork ${uniqueText()}`, project: { key: other.key } }, everywhere.secret);
    expect(made.body.project.key).toBe(other.key);
    const refused = await fork({ name: `Fork ${uniqueText()}`, project: { key: other.key } });
    const absent = await fork({ name: `Fork ${uniqueText()}`, project: { key: "NOTHING" } });
    expect(refused).toMatchObject({ status: 404, body: { error: { message: `No project with key '${other.key}'.` } } });
    expect(absent).toMatchObject({ status: 404, body: { error: { message: "No project with key 'NOTHING'." } } });
  });

  test("tells its source only to who sees that", async () => {
    const made = await forked();
    const own = await makeAccessToken(made, ["repository"]);
    expect((await ask("GET", `${workspace.slug}/${made.slug}`, own.secret)).body.parent).toBeNull();
  });

  test("is written down, without a secret", async () => {
    const { body } = await fork();
    const ofFork = and(
      eq(auditEvents.workspaceId, workspace.id),
      eq(auditEvents.resourceId, body.uuid.slice(1, -1)),
      eq(auditEvents.action, "repository.forked"),
    );
    const rows = await db().select().from(auditEvents).where(ofFork);
    expect(rows).toMatchObject([
      { actorId: writer.id, details: { slug: body.slug, project: project.key, source: source.slug } },
    ]);
    expect(JSON.stringify(rows)).not.toContain(writer.secret);
  });

  test("is told to webhooks, whose body holds what their owner contains", async () => {
    const hook = { url: "https://hooks.example.com/", description: "", active: true, events: ["repo:fork"] };
    const ofRepository = await createRepositoryWebhook(admin, { ...namesOf(source), ...hook });
    const ofWorkspace = await createWorkspaceWebhook(admin, { workspace: workspace.slug, ...hook });
    const made = await forked();
    const told = async (webhook: typeof ofRepository | typeof ofWorkspace) => {
      const id = webhook.ok ? webhook.value.webhook.id : "";
      const rows = await db().select().from(webhookDeliveries).where(eq(webhookDeliveries.webhookId, id));
      return rows.map(({ body }) => JSON.parse(body));
    };
    const repository = { uuid: `{${source.id}}` };
    expect(await told(ofRepository)).toMatchObject([{ repository, fork: null }]);
    expect(await told(ofWorkspace)).toMatchObject([{ repository, fork: { uuid: `{${made.id}}` } }]);
  });
});

describe("forking is refused", () => {
  test("without the scope, to a stranger, and to a token of the repository alone", async () => {
    const reader = await makeAccessToken(project, ["repository", "repository:admin"]);
    expect(await fork({}, reader.secret)).toMatchObject({
      status: 403,
      body: { error: { detail: { required: ["repository:write"] } } },
    });
    const stranger = await makeAccessToken(await makeWorkspace(), ["repository:write"]);
    expect((await fork({}, stranger.secret)).status).toBe(404);
    const own = await makeAccessToken(source, ["repository:write"]);
    const refused = await fork({ name: `Fork ${uniqueText()}` }, own.secret);
    expect(refused).toMatchObject({
      status: 404,
      body: { error: { message: `No project with key '${project.key}'.` } },
    });
  });

  test.each([
    ["a public one", { name: "Public", is_private: false }, 400, "is_private"],
    ["another workspace", { name: "Away", workspace: { slug: "somewhere-else" } }, 400, "workspace"],
    ["a name without letters", { name: "!!!" }, 400, "slug"],
    ["a huge name", { name: "n".repeat(100_000) }, 400, "name"],
    ["a huge slug", { slug: "n".repeat(100_000) }, 400, "slug"],
    ["a slug that is a path", { slug: "../../etc" }, 400, "slug"],
  ])("for %s", async (_, body, status, field) => {
    const answer = await fork(body);
    expect(answer.status).toBe(status);
    expect(Object.keys(answer.body.error.fields)).toContain(field);
    expect(await leftovers()).toEqual([]);
  });

  test("under a name that is taken, its source's own above all", async () => {
    expect(await fork({})).toMatchObject({ status: 409, body: { error: { fields: { slug: expect.anything() } } } });
    expect((await fork({ workspace: { uuid: `{${workspace.id}}` }, slug: source.slug })).status).toBe(409);
  });
});

describe("the list of forks", () => {
  test("shows those that the token reaches, and no hint of others", async () => {
    const other = await makeProject(workspace);
    const everywhere = await makeAccessToken(workspace, ["repository"]);
    const [near, far] = [
      await forked(),
      await createFork(admin, { ...namesOf(source), slug: `far-${uniqueText()}`, project: other.key }),
    ];
    await forked(near);
    const slugs = async (secret: string) => {
      const { body } = await ask("GET", `${workspace.slug}/${source.slug}/forks`, secret);
      return { size: body.size, slugs: body.values.map(({ slug }: { slug: string }) => slug).sort() };
    };
    const farSlug = far.ok ? far.value.slug : "";
    expect(await slugs(everywhere.secret)).toEqual({ size: 2, slugs: [farSlug, near.slug].sort() });
    expect(await slugs(writer.secret)).toEqual({ size: 1, slugs: [near.slug] });
    const own = await makeAccessToken(source, ["repository"]);
    expect(await slugs(own.secret)).toEqual({ size: 0, slugs: [] });
  });

  test("comes in pages, and can be asked for a part, in an order", async () => {
    const made = [await forked(), await forked(), await forked()].map(({ slug }) => slug).sort();
    const list = (query: string) => ask("GET", `${workspace.slug}/${source.slug}/forks?${query}`, writer.secret);
    const first = await list("pagelen=2&sort=-slug");
    expect(first.body).toMatchObject({ size: 3, pagelen: 2, values: [{ slug: made[2] }, { slug: made[1] }] });
    expect(first.body.next).toContain("page=2");
    const asked = await list(`q=${encodeURIComponent(`slug = "${made[0]}"`)}`);
    expect(asked.body).toMatchObject({ size: 1, values: [{ slug: made[0], parent: { uuid: `{${source.id}}` } }] });
    expect((await list("q=nothing+%3D+1")).status).toBe(400);
  });
});

describe("at the same moment", () => {
  test("a fork and the deletion of its source leave a whole fork, or nothing", async () => {
    for (let round = 0; round < 5; round += 1) {
      const doomed = await makeRepository(project, { storage: true });
      await fillRepositories(doomed);
      const [made, gone] = await Promise.all([
        fork({ name: `Fork ${uniqueText()}` }, writer.secret, doomed),
        deleteRepository(admin, namesOf(doomed)),
      ]);
      expect(gone.ok).toBe(true);
      expect([201, 404]).toContain(made.status);
      if (made.status !== 201) continue;
      const id = made.body.uuid.slice(1, -1);
      expect((await findRepository(workspace.slug, made.body.slug))?.parent).toBeNull();
      expect((await refNames(id)).branches).toEqual(["main"]);
    }
    expect(await leftovers()).toEqual([]);
  });

  test("two forks of one name end in one fork and one conflict", async () => {
    const name = `Fork ${uniqueText()}`;
    const made = await Promise.all([fork({ name }), fork({ name })]);
    expect(made.map(({ status }) => status).sort()).toEqual([201, 409]);
    expect(await leftovers()).toEqual([]);
  });
});

describe("a process that is killed", () => {
  const muchLater = () => new Date(Date.now() + 2 * 60 * 60_000);

  test("while it copies leaves nothing for long", { timeout: 120_000 }, async () => {
    const git = await gitClient();
    const noise = Array.from({ length: 400_000 }, (_, at) => createHash("sha256").update(String(at)).digest("base64"));
    await git.commit("noise.txt", noise.join("\n"));
    await git.git("push", "--quiet", repositoryPath(source.id), "main:noise");
    await git.remove();
    const processes = await startServerProcesses(1);
    const path = `/2.0/repositories/${workspace.slug}/${source.slug}/forks`;
    const asked = fetch(`${processes.origins[0]}${path}`, {
      method: "POST",
      headers: { ...bearer(writer.secret), "content-type": "application/json" },
      body: JSON.stringify({ name: `Fork ${uniqueText()}` }),
    }).then(
      ({ status }) => status,
      () => "cut off",
    );
    await vi.waitFor(async () => expect(await leftovers()).toHaveLength(1), { timeout: 30_000, interval: 5 });
    await processes.kill();
    expect(await asked).toBe("cut off");
    await clearStorage();
    expect(await leftovers(), "it may be at work still").toHaveLength(1);
    // Its git may go on for a moment.
    await vi.waitFor(() => clearStorage(muchLater()).then(async () => expect(await leftovers()).toEqual([])), {
      timeout: 30_000,
    });
    await processes.stop();
  });

  test("between putting the copy in its place and writing it down leaves nothing for long", async () => {
    const id = newId();
    await copyRepository(source.id, id, "main");
    await placeCopy(id);
    await clearStorage(muchLater());
    expect(await leftovers()).toEqual([]);
  });

  test("after writing it down leaves a whole fork", async () => {
    const id = newId();
    await copyRepository(source.id, id, "main");
    await placeCopy(id);
    const [row] = await db().select().from(repositories).where(eq(repositories.id, source.id));
    if (!row) throw new Error("The source is gone.");
    await db()
      .insert(repositories)
      .values({ ...row, id, slug: `fork-${uniqueText()}` });
    expect(await listUnfinishedCopies(muchLater())).toEqual([id]);
    await clearStorage(muchLater());
    expect(await leftovers()).toEqual([]);
    expect((await refNames(id)).branches).toEqual(["main"]);
  });
});
