import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { operator } from "@/lib/authorization/operator";
import type { Result } from "@/lib/errors";
import { runInRepository } from "@/lib/git/storage";
import { addMember } from "@/lib/memberships/add";
import { createProject } from "@/lib/projects/create";
import { findProject } from "@/lib/projects/find";
import { createRepository } from "@/lib/repositories/create";
import { deleteRepository } from "@/lib/repositories/delete";
import { findRepository } from "@/lib/repositories/find";
import { importRepository } from "@/lib/repositories/import";
import { recordPush } from "@/lib/repositories/record-push";
import { anyUser } from "@/lib/users/any";
import { createUser } from "@/lib/users/create";
import { generatePassword } from "@/lib/users/generate-password";
import { createWorkspace } from "@/lib/workspaces/create";
import { findWorkspace } from "@/lib/workspaces/find";
import { demoHistory } from "./demo-history";

const projectFolder = fileURLToPath(new URL("..", import.meta.url));
const workspace = "acme";
const project = "PLAT";

/**
 * A workspace to look around in, with its admin, whose password is in the answer and nowhere else. Null where somebody
 * has an account already. The account comes last: a start that was stopped half-way fills in the rest the next time.
 */
export async function fillDemo(): Promise<{ email: string; password: string } | null> {
  if (await anyUser()) return null;
  console.log("Filling the demo…");
  if (!(await findWorkspace(workspace))) {
    needed(await createWorkspace(operator, { slug: workspace, name: "Acme", plan: "premium" }));
  }
  if (!(await findProject(workspace, project))) {
    const description = "What customers meet, and what it runs on.";
    needed(await createProject(operator, { workspace, key: project, name: "Platform", description }));
  }
  await addOwnHistory();
  await addSmallHistory();

  const account = { email: "mara@acme.example", name: "Mara Lindqvist", password: generatePassword() };
  needed(await createUser(operator, account));
  needed(await addMember(operator, { workspace, email: account.email, role: "admin" }));
  return { email: account.email, password: account.password };
}

/** The history of the clone that this runs in. */
async function addOwnHistory(): Promise<void> {
  const names = { workspace, project, slug: "latchkey", name: "latchkey", description: "The source of this server." };
  if (await isFilled(names.slug)) return;
  if (existsSync(`${projectFolder}/.git`)) {
    const imported = await importRepository(operator, { ...names, source: projectFolder });
    if (imported.ok) return;
  }
  await addGenerated(names);
}

async function addSmallHistory(): Promise<void> {
  const description = "Orders, customers and invoices behind the shop.";
  const names = { workspace, project, slug: "api", name: "api", description };
  if (!(await isFilled(names.slug))) await addGenerated(names);
}

/** Whether the repository is there and whole; what a stopped start left half-filled goes. */
async function isFilled(slug: string): Promise<boolean> {
  const repository = await findRepository(workspace, slug);
  if (!repository || repository.pushedAt) return repository !== null;
  needed(await deleteRepository(operator, { workspace, repository: slug, confirmation: slug }));
  return false;
}

async function addGenerated(names: Parameters<typeof createRepository>[1]): Promise<void> {
  const repository = needed(await createRepository(operator, names));
  await runInRepository(repository.id, ["fast-import", "--quiet"], { input: demoHistory(new Date()) });
  await recordPush(repository);
}

function needed<T>(result: Result<T>): T {
  if (!result.ok) throw new Error(`The demo can't be filled: ${JSON.stringify(result.error)}`);
  return result.value;
}
