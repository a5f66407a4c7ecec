import { Check, GitBranch } from "lucide-react";
import type { Metadata } from "next";
import Link from "next/link";
import { addressOf, comparePage } from "@/app/_repository/addresses";
import { RefList } from "@/app/_repository/ref-list";
import { refNames } from "@/app/_repository/refs";
import { counted } from "@/app/_shell/counted";
import { openRepository } from "@/app/_shell/open";
import { Badge } from "@/components/ui/badge";
import { PanelBody } from "@/components/ui/panel";
import { listBranches } from "@/lib/git/refs";

type Props = {
  params: Promise<{ workspace: string; repository: string }>;
  searchParams: Promise<{ page?: string | string[] }>;
};

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const { workspace, repository: slug } = await params;
  const { repository } = await openRepository(workspace, slug);
  return { title: `Branches · ${repository.workspace.slug}/${repository.slug}` };
}

export default async function BranchesPage({ params, searchParams }: Props) {
  const { workspace, repository: slug } = await params;
  const { repository } = await openRepository(workspace, slug);
  const hasMain = (await refNames(repository.id)).branches.includes(repository.mainBranch);
  return (
    <RefList
      repository={repository}
      query={await searchParams}
      read={listBranches}
      segment="branches"
      title="Branches"
      columns={["Branch", "Last commit"]}
      icon={GitBranch}
      note={({ name }) =>
        name === repository.mainBranch ? (
          <Badge icon={Check} className="ml-3">
            Main branch
          </Badge>
        ) : hasMain ? (
          <Link
            href={comparePage(addressOf(repository), name, repository.mainBranch)}
            prefetch={false}
            aria-label={`Compare ${name} with ${repository.mainBranch}`}
            className="ml-3 inline-flex min-h-6 items-center text-sm"
          >
            Compare
          </Link>
        ) : null
      }
      amount={(total) => counted(total, "branch", "branches")}
      empty={<PanelBody className="text-muted">Nothing has been pushed yet.</PanelBody>}
    />
  );
}
