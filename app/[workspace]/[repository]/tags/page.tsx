import { Tag } from "lucide-react";
import type { Metadata } from "next";
import { RefList } from "@/app/_repository/ref-list";
import { counted } from "@/app/_shell/counted";
import { openRepository } from "@/app/_shell/open";
import { EmptyState } from "@/components/ui/empty-state";
import { listTags } from "@/lib/git/refs";

type Props = {
  params: Promise<{ workspace: string; repository: string }>;
  searchParams: Promise<{ page?: string | string[] }>;
};

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const { workspace, repository: slug } = await params;
  const { repository } = await openRepository(workspace, slug);
  return { title: `Tags · ${repository.workspace.slug}/${repository.slug}` };
}

export default async function TagsPage({ params, searchParams }: Props) {
  const { workspace, repository: slug } = await params;
  const { repository } = await openRepository(workspace, slug);
  return (
    <RefList
      repository={repository}
      query={await searchParams}
      read={listTags}
      segment="tags"
      title="Tags"
      columns={["Tag", "Commit"]}
      icon={Tag}
      note={({ annotation }) =>
        annotation ? (
          <span className="block pl-6 text-xs text-muted [overflow-wrap:anywhere]">
            {annotation.message.trim().split("\n", 1)[0]}
          </span>
        ) : null
      }
      amount={(total) => counted(total, "tag")}
      empty={
        <EmptyState title="No tags yet">
          A tag is a name that stays at one commit: a release, say. It’s made with git and pushed.
        </EmptyState>
      }
    />
  );
}
