import { notFound, redirect } from "next/navigation";
import { addressOf, decodeSegments, historyPage } from "@/app/_repository/addresses";
import { openRepository } from "@/app/_shell/open";
import { hasBranch } from "@/lib/git/refs";

/** Where the published links of branches lead: to the branch's commits. */
export default async function BranchPage({
  params,
}: {
  params: Promise<{ workspace: string; repository: string; name: string[] }>;
}) {
  const { workspace, repository: slug, name: segments } = await params;
  const { repository } = await openRepository(workspace, slug);
  const name = decodeSegments(segments)?.join("/") ?? "";
  if (!(await hasBranch(repository.id, name))) notFound();
  redirect(historyPage(addressOf(repository), { kind: "branch", name }));
}
