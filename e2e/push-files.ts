import { runInRepository } from "@/lib/git/storage";
import type { Repository } from "@/lib/repositories/find";

type Push = {
  branch?: string;
  message?: string;
  author?: { name: string; email: string };
  /** A tag that names the commit. */
  tag?: string;
};

let clock = 1_790_000_000;

/** A commit on a branch with these files in it, straight into the repository's storage. */
export async function pushFiles(
  repository: Repository,
  files: Record<string, string | Buffer>,
  { branch = "main", message = "Change files", author = someone, tag }: Push = {},
): Promise<void> {
  clock += 60;
  const signature = `${author.name} <${author.email}> ${clock} +0000`;
  const parts: (string | Buffer)[] = [
    `commit refs/heads/${branch}\nauthor ${signature}\ncommitter ${signature}\n`,
    ...data(Buffer.from(message)),
  ];
  const known = await runInRepository(repository.id, ["for-each-ref", "--format=x", `refs/heads/${branch}`]);
  if (known.length > 0) parts.push(`from refs/heads/${branch}^0\n`);
  for (const [path, content] of Object.entries(files)) {
    parts.push(`M 100644 inline ${JSON.stringify(path)}\n`, ...data(Buffer.from(content)));
  }
  if (tag) parts.push(`reset refs/tags/${tag}\nfrom refs/heads/${branch}\n`);
  const input = Buffer.concat(parts.map((part) => Buffer.from(part)));
  await runInRepository(repository.id, ["fast-import", "--quiet"], { input });
}

const someone = { name: "Ada Author", email: "ada@elsewhere.example" };

function data(bytes: Buffer): (string | Buffer)[] {
  return [`data ${bytes.length}\n`, bytes, "\n"];
}
