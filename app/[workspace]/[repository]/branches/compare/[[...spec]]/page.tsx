import { ArrowRight } from "lucide-react";
import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { withParameter } from "@/app/_diff/address";
import { DiffFiles } from "@/app/_diff/diff-files";
import { DiffSummary } from "@/app/_diff/diff-summary";
import { askedOf, readDiffContent } from "@/app/_diff/read";
import { addressOf, comparePage, decodeSegments, repositoryPage } from "@/app/_repository/addresses";
import { CommitList } from "@/app/_repository/commit-list";
import { RefChoice } from "@/app/_repository/ref-choice";
import { defaultRef, refNames } from "@/app/_repository/refs";
import { counted } from "@/app/_shell/counted";
import { openRepository } from "@/app/_shell/open";
import { pageNumber } from "@/app/_shell/page-number";
import { Page, PageHead, Stack } from "@/components/page";
import { ButtonLink } from "@/components/ui/button";
import { Icon } from "@/components/ui/icon";
import { Pagination } from "@/components/ui/pagination";
import { Panel, PanelBody, PanelFoot, PanelHead } from "@/components/ui/panel";
import { can } from "@/lib/authorization/can";
import { countBehind, listCommits } from "@/lib/git/commits";
import { resolveCommit } from "@/lib/git/resolve";
import { parseDiffSpec, rangeOf } from "@/lib/git-content/diff-spec";
import type { Repository } from "@/lib/repositories/find";

type Props = {
  params: Promise<{ workspace: string; repository: string; spec?: string[] }>;
  searchParams: Promise<Record<string, string | string[] | undefined>>;
};

const perPage = 25;

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const { workspace, repository: slug } = await params;
  const { repository } = await openRepository(workspace, slug);
  return { title: `Compare · ${repository.workspace.slug}/${repository.slug}` };
}

/** What a branch, tag or commit brings to another: the commits, and what differs since their histories parted. */
export default async function ComparePage({ params, searchParams }: Props) {
  const { workspace, repository: slug, spec } = await params;
  const { caller, repository } = await openRepository(workspace, slug);
  const pair = spec ? pairOf(spec) : await usualPair(repository);
  if (!pair) {
    return (
      <Page>
        <PageHead title="Compare" />
        <Panel>
          <PanelBody className="text-muted">Nothing has been pushed yet.</PanelBody>
        </Panel>
      </Page>
    );
  }
  const { source, destination } = pair;
  const query = await searchParams;
  const { view, paths } = askedOf(query);
  const range = await rangeOf(repository.id, { kind: "pair", source, destination }, true);
  const target = await resolveCommit(repository.id, destination);
  if (!range.ok || target === null) notFound();
  const address = addressOf(repository);
  const own = withParameter(comparePage(address, source, destination), "view", view === "split" ? ["split"] : []);
  const page = pageNumber(query.page);
  const [total, { commits }, diff, { branches, tags }] = await Promise.all([
    countBehind(repository.id, target, range.value.to),
    listCommits(repository.id, {
      include: [range.value.to],
      exclude: [target],
      offset: (page - 1) * perPage,
      limit: perPage,
    }),
    readDiffContent({ repository, range: range.value, page: own, paths }),
    refNames(repository.id),
  ]);
  const refOf = (name: string) => ({
    kind: branches.includes(name) ? ("branch" as const) : tags.includes(name) ? ("tag" as const) : ("commit" as const),
    name,
  });
  const mayCreate =
    total > 0 &&
    branches.includes(source) &&
    branches.includes(destination) &&
    can(caller.principal, "pullrequest:write", repository.resource);
  return (
    <Page>
      <PageHead
        title="Compare"
        actions={
          mayCreate ? (
            <ButtonLink
              kind="primary"
              prefetch={false}
              href={`${repositoryPage(address, "pull-requests", "new")}?${new URLSearchParams({ source, dest: destination })}`}
            >
              Create pull request
            </ButtonLink>
          ) : null
        }
      >
        What the one on the left brings to the one on the right.
      </PageHead>
      <div className="mb-6 flex flex-wrap items-center gap-2">
        {/* biome-ignore lint/a11y/useSemanticElements: a fieldset is of a form, and this is a menu of links. */}
        <div role="group" aria-label="Source" className="min-w-0">
          <RefChoice
            repository={repository}
            current={refOf(source)}
            href={(name) => comparePage(address, name, destination)}
          />
        </div>
        <Icon icon={ArrowRight} className="text-muted" />
        {/* biome-ignore lint/a11y/useSemanticElements: see above. */}
        <div role="group" aria-label="Destination" className="min-w-0">
          <RefChoice
            repository={repository}
            current={refOf(destination)}
            href={(name) => comparePage(address, source, name)}
          />
        </div>
        <ButtonLink kind="quiet" prefetch={false} href={comparePage(address, destination, source)}>
          Swap
        </ButtonLink>
      </div>
      {total === 0 && diff.total === 0 ? (
        <Panel>
          <PanelBody className="text-muted [overflow-wrap:anywhere]">
            Nothing to compare: {destination} has all that {source} has.
          </PanelBody>
        </Panel>
      ) : (
        <Stack>
          <Panel role="region" aria-labelledby="commits">
            <PanelHead>
              <h2 id="commits" className="text-base">
                {counted(total, "commit")}
              </h2>
            </PanelHead>
            <CommitList repository={repository} commits={commits} detailed />
            {total > perPage ? (
              <PanelFoot>
                <Pagination
                  page={page}
                  pageCount={Math.ceil(total / perPage)}
                  pageLength={perPage}
                  total={total}
                  href={(to) => withParameter(own, "page", [String(to)])}
                />
              </PanelFoot>
            ) : null}
          </Panel>
          <DiffSummary diff={diff} view={view} />
          <DiffFiles diff={diff} view={view} />
        </Stack>
      )}
    </Page>
  );
}

function pairOf(segments: string[]): { source: string; destination: string } {
  const spec = parseDiffSpec(decodeSegments(segments)?.join("/") ?? "");
  if (spec.kind !== "pair") notFound();
  return spec;
}

/** Another branch with what is shown first; with no other branch, that with itself. */
async function usualPair(repository: Repository): Promise<{ source: string; destination: string } | null> {
  const destination = (await defaultRef(repository))?.name;
  if (destination === undefined) return null;
  const { branches } = await refNames(repository.id);
  return { source: branches.find((name) => name !== destination) ?? destination, destination };
}
