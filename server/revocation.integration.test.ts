import { afterAll, expect, it, vi } from "vitest";
import { issueAccessToken } from "@/lib/access-tokens/issue";
import { revokeAccessToken } from "@/lib/access-tokens/revoke";
import type { Result } from "@/lib/errors";
import { repositoryPath } from "@/lib/git/storage";
import { removeMember } from "@/lib/memberships/remove";
import { deleteProject } from "@/lib/projects/delete";
import { deleteRepository } from "@/lib/repositories/delete";
import { updateRepository } from "@/lib/repositories/update";
import type { ResourceName } from "@/lib/resource-name";
import { setWorkspacePlan } from "@/lib/workspaces/set-plan";
import {
  callerOf,
  makeMember,
  makeProject,
  makeRepository,
  makeUser,
  makeWorkspace,
  operatorCaller,
  uniqueText,
} from "@/test-support/factories";
import { gitClient } from "@/test-support/git";
import { basic, bearer, HttpClient, type Request, type Response } from "@/test-support/http-client";
import { startServerProcesses } from "@/test-support/server-process";

// Git runs for most requests, on machines that may have little to spare.
vi.setConfig({ testTimeout: 120_000 });

const servers = await startServerProcesses(2);
const clients = servers.origins.map((origin) => new HttpClient(origin, 25));

const admin = await makeUser();
const workspace = await makeWorkspace({ admin });
const asAdmin = await callerOf(admin);
const author = await gitClient();
await author.commit("README.md", "# Orders\n");

afterAll(async () => {
  for (const client of clients) client.close();
  await servers.stop();
  await author.remove();
});

it.each(["repository", "project", "workspace"] as const)(
  "not one request succeeds that starts after a %s token was revoked",
  async (kind) => {
    const { names, slug } = await makeHome();
    const { id, secret } = await issue(names[kind]);
    await hammer(attemptsOn(slug, secret, "stops"), async () => {
      await done(revokeAccessToken(asAdmin, { resource: names[kind], id }));
    });
  },
);

it("not one request succeeds that starts after the token's repository was deleted", async () => {
  const { names, slug } = await makeHome();
  const { secret } = await issue(names.repository);
  await hammer(attemptsOn(slug, secret, "stops"), () => removeRepository(slug));
});

it("not one request succeeds that starts after the token's project was deleted", async () => {
  const { names, slug, key } = await makeHome();
  const { secret } = await issue(names.project);
  await hammer(attemptsOn(slug, secret, "stops"), async () => {
    await removeRepository(slug);
    await done(deleteProject(asAdmin, { workspace: workspace.slug, project: key, confirmation: key }));
  });
});

it("a repository that moves leaves the old project's tokens for the new one's, and keeps its own", async () => {
  const { names, slug } = await makeHome();
  const { names: there, key } = await makeHome();
  const [own, old, next] = await Promise.all(
    [names.repository, names.project, there.project].map((name) => issue(name)),
  );
  const attempts = [
    ...attemptsOn(slug, own?.secret, "works on"),
    ...attemptsOn(slug, old?.secret, "stops"),
    ...attemptsOn(slug, next?.secret, "begins"),
  ];
  await hammer(attempts, async () => {
    const same = { name: slug, description: "", mainBranch: "main" };
    await done(updateRepository(asAdmin, { workspace: workspace.slug, repository: slug, ...same, project: key }));
  });
});

it("tokens work on when the plan drops and whoever issued them leaves", async () => {
  const issuer = await makeUser();
  await makeMember(workspace, issuer, "admin");
  const asIssuer = await callerOf(issuer);
  const { names, slug } = await makeHome();
  const issued = await Promise.all(Object.values(names).map((name) => issue(name, asIssuer)));
  await hammer(
    issued.flatMap(({ secret }) => attemptsOn(slug, secret, "works on")),
    async () => {
      await done(setWorkspacePlan(operatorCaller(), { workspace: workspace.slug, plan: "free" }));
      await done(removeMember(asAdmin, { workspace: workspace.slug, userId: issuer.id }));
    },
  );
  await done(setWorkspacePlan(operatorCaller(), { workspace: workspace.slug, plan: "premium" }));
});

type Attempt = {
  way: string;
  request: Request;
  works: (response: Response) => boolean;
  runsGit: boolean;
  course: "stops" | "begins" | "works on";
};

/** What a token is for: REST from the database, from git and as a list, and both git services with either credential. */
function attemptsOn(slug: string, secret = "", course: Attempt["course"]): Attempt[] {
  const rest = `/2.0/repositories/${workspace.slug}`;
  const git = `/${workspace.slug}/${slug}.git`;
  const answered = ({ status }: Response) => status === 200;
  const listed = ({ status, body }: Response) => status === 200 && body.includes(`"${workspace.slug}/${slug}"`);
  const attempts: [way: string, path: string, headers: Record<string, string>, works?: Attempt["works"]][] = [
    ["repository", `${rest}/${slug}`, bearer(secret)],
    ["clone", `${git}/info/refs?service=git-upload-pack`, basic(secret)],
    ["list", `${rest}?pagelen=100`, bearer(secret), listed],
    ["push", `${git}/info/refs?service=git-receive-pack`, basic(secret)],
    ["branches", `${rest}/${slug}/refs/branches`, bearer(secret)],
    ["clone with Bearer", `${git}/info/refs?service=git-upload-pack`, bearer(secret)],
  ];
  return attempts.map(([way, path, headers, works = answered]) => ({
    way,
    request: { path, headers },
    works,
    runsGit: !["repository", "list"].includes(way),
    course,
  }));
}

const connections = 50;
/** How often each connection asks before, and again after. */
const turns = 5;

/**
 * Asks over and over on all connections, spread over both servers, while something happens. What was answered before it
 * began and what was asked after it had ended have to go as the course says; in between either may, but nothing breaks.
 */
async function hammer(attempts: readonly Attempt[], happen: () => Promise<void>): Promise<void> {
  let phase: "before" | "during" | "after" = "before";
  const wrong = new Set<string>();
  const answers = { before: 0, during: 0, after: 0 };
  let warmedUp = 0;
  let allAreWarm = () => {};
  const warm = new Promise<void>((resolve) => {
    allAreWarm = resolve;
  });

  const ask = async (client: HttpClient, { way, request, works, course }: Attempt) => {
    const startedIn = phase;
    const response = await client.send(request);
    const during = startedIn === phase ? phase : "during";
    const worked = works(response);
    const expected = { before: course !== "begins", during: worked, after: course !== "stops" }[during];
    if (worked !== expected || response.status >= 500) {
      wrong.add(`${way} that ${course}, ${during}: ${response.status} ${response.body.slice(0, 200)}`);
    }
    answers[during] += 1;
    return startedIn;
  };
  // Most connections ask for what is answered at once, so that what comes next comes at once too.
  const [slow, quick] = [true, false].map((runsGit) => attempts.filter((one) => one.runsGit === runsGit));
  const connection = async (number: number) => {
    const own = (number < connections / 5 ? slow : quick) ?? [];
    let asked = 0;
    for (let askedAfter = 0; askedAfter < turns; asked += 1) {
      const startedIn = await ask(
        clients[number % clients.length] as HttpClient,
        own[(number + asked) % own.length] as Attempt,
      );
      if (asked + 1 === turns && ++warmedUp === connections) allAreWarm();
      if (startedIn === "after") askedAfter += 1;
    }
  };

  const all = Promise.all(Array.from({ length: connections }, (_, number) => connection(number)));
  await Promise.race([warm, all]);
  phase = "during";
  await happen();
  phase = "after";
  // The very next request of each way, at each server, on connections of its own.
  const next = servers.origins.map((origin) => new HttpClient(origin, attempts.length));
  await Promise.all(next.flatMap((client) => attempts.map((attempt) => ask(client, attempt))));
  for (const client of next) client.close();
  await all;
  expect([...wrong]).toEqual([]);
  expect(answers.before).toBeGreaterThan(0);
  expect(answers.after).toBeGreaterThanOrEqual(connections * turns);
}

/** A project with one repository that has a commit, and their names beside the workspace's. */
async function makeHome() {
  const project = await makeProject(workspace);
  const { id, slug } = await makeRepository(project, { storage: true });
  await author.git("push", "--quiet", repositoryPath(id), "main");
  const names = {
    repository: { kind: "repository", workspace: workspace.slug, repository: slug },
    project: { kind: "project", workspace: workspace.slug, project: project.key },
    workspace: { kind: "workspace", workspace: workspace.slug },
  } as const satisfies Record<string, ResourceName>;
  return { names, slug, key: project.key };
}

async function issue(resource: ResourceName, caller = asAdmin): Promise<{ id: string; secret: string }> {
  const input = { resource, name: `ci ${uniqueText()}`, scopes: ["repository:write"] };
  const { token, secret } = await done(issueAccessToken(caller, input));
  return { id: token.id, secret };
}

async function removeRepository(slug: string): Promise<void> {
  await done(deleteRepository(asAdmin, { workspace: workspace.slug, repository: slug, confirmation: slug }));
}

async function done<T>(pending: Promise<Result<T>>): Promise<T> {
  const result = await pending;
  if (!result.ok) throw new Error(JSON.stringify(result.error));
  return result.value;
}
